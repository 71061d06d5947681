import { stringify } from 'yaml';
import { AppError } from '@shared/errors/appError';
import { sentence } from '@shared/sentences/sentence';
import { resourcePath } from '@electron/engine/kube/paths';
import { maskVariables, secretMask } from '@electron/engine/workloads/secretVariables';
import type { OpenEnvironment } from '@electron/engine/services/environmentAccess';

export interface ObjectRef {
  apiVersion: string;
  kind: string;
  name: string;
}
export interface ObjectYaml {
  yaml: string;
  /** Values of a Secret, or of variables that look like one, were replaced. */
  masked: boolean;
  /** Too long to show whole. */
  truncated: boolean;
}

/**
 * The live object as YAML for reading. Throws NOT_FOUND for what does not exist, is of an unknown kind or belongs to
 * no namespace (an environment ends at its namespace), and what the client throws.
 */
export const objectYaml = async (open: OpenEnvironment, { apiVersion, kind, name }: ObjectRef, signal: AbortSignal): Promise<ObjectYaml> => {
  const slash = apiVersion.indexOf('/');
  const [group, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  const resource = await open.client.resource(group, kind, [version]);
  if (!resource?.namespaced) throw new AppError('NOT_FOUND', sentence('component.kindNotServed', { kind }), { what: kind });
  try {
    const object = await open.client.request({ path: resourcePath(resource, { namespace: open.namespace, name }), signal });
    return printObject(object as Record<string, unknown>);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    throw new AppError('NOT_FOUND', sentence('object.notFound', { kind, name, namespace: open.namespace }), { what: name }, { cause: error });
  }
};

const longestYaml = 700 * 1024;
/** Longer texts are data that nobody reads here (a packed annotation, a binary); the rest of the object stays readable. */
const longestValue = 16 * 1024;
const keptOfLongValue = 1024;

/** @param object as the API server gave it */
export const printObject = (object: Record<string, unknown>): ObjectYaml => {
  let masked = object.kind === 'Secret';
  let truncated = false;
  const shown = maskVariables(withoutBookkeeping(masked ? maskSecret(object) : object), () => {
    masked = true;
    return secretMask;
  });
  const yaml = stringify(shown, (_key, value: unknown) => {
    if (typeof value !== 'string' || value.length <= longestValue) return value;
    truncated = true;
    return `${value.slice(0, keptOfLongValue)}… (cut here, ${value.length} characters)`;
  }, { lineWidth: 0, aliasDuplicateObjects: false });
  if (yaml.length <= longestYaml) return { yaml, masked, truncated };
  return { yaml: yaml.slice(0, yaml.lastIndexOf('\n', longestYaml) + 1), masked, truncated: true };
};

/** Without what the server keeps for itself, and without last-applied, which repeats the object, a Secret's values included. */
const withoutBookkeeping = (object: Record<string, unknown>): Record<string, unknown> => {
  const { managedFields: _managedFields, ...metadata } = record(object.metadata);
  const { 'kubectl.kubernetes.io/last-applied-configuration': _lastApplied, ...annotations } = record(metadata.annotations);
  const { annotations: _annotations, ...rest } = metadata;
  const { apiVersion, kind, ...parts } = object;
  return { apiVersion, kind, ...parts, metadata: Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest };
};

const maskSecret = (secret: Record<string, unknown>): Record<string, unknown> => {
  const masked = { ...secret };
  if (secret.data !== undefined) masked.data = maskValues(secret.data, (value) => Buffer.from(value, 'base64').length);
  if (secret.stringData !== undefined) masked.stringData = maskValues(secret.stringData, byteLength);
  const metadata = record(secret.metadata);
  if (metadata.annotations !== undefined) masked.metadata = { ...metadata, annotations: maskValues(metadata.annotations, byteLength, mayHoldACopy) };
  return masked;
};

/** Tools other than kubectl keep what they applied in annotations of their own, packed or not. */
const mayHoldACopy = (key: string, value: string): boolean => /applied/i.test(key) || value.length > longestPlainAnnotation;
const longestPlainAnnotation = 200;

const byteLength = (value: string): number => Buffer.byteLength(value);
const maskValues = (values: unknown, size: (value: string) => number, isHidden: (key: string, value: string) => boolean = () => true): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record(values)).map(([key, value]) => {
      const text = String(value);
      return [key, isHidden(key, text) ? `${secretMask} (${size(text)} bytes)` : text];
    }),
  );

const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
