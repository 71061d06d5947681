import { RegistryError } from '../errors';
import { isDigest } from '../names';

export const mediaTypes = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociLayer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
} as const;

export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
}

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  platform?: Platform;
  artifactType?: string;
  annotations?: Readonly<Record<string, string>>;
  /** Where its bytes are, when they are in no registry. */
  urls?: readonly string[];
}

export interface ManifestContent {
  schemaVersion: 2;
  mediaType?: string;
  artifactType?: string;
  config?: Descriptor;
  layers?: readonly Descriptor[];
  manifests?: readonly Descriptor[];
  subject?: Descriptor;
  annotations?: Readonly<Record<string, string>>;
}

const imageTypes: readonly string[] = [mediaTypes.ociManifest, mediaTypes.dockerManifest];
const indexTypes: readonly string[] = [mediaTypes.ociIndex, mediaTypes.dockerList];
const configTypes: readonly string[] = [mediaTypes.ociConfig, mediaTypes.dockerConfig];

export const isIndexType = (mediaType: string) => indexTypes.includes(mediaType);
export const isManifestType = (mediaType: string) => isIndexType(mediaType) || imageTypes.includes(mediaType);
/** Whether it configures a container; artifacts carry other things in its place. */
export const isImageConfig = (descriptor: Descriptor | undefined) => descriptor !== undefined && configTypes.includes(descriptor.mediaType);

const invalid = (why: string) => new RegistryError('MANIFEST_INVALID', { detail: why });

/** Parses what was pushed under a content type. Throws MANIFEST_INVALID. */
export function parseManifest(bytes: Buffer, mediaType: string): ManifestContent {
  if (!isManifestType(mediaType)) throw invalid(`unsupported content type "${mediaType}"`);
  const content = parseObject(bytes);
  if (content['schemaVersion'] !== 2) throw invalid('schemaVersion must be 2');
  if (content['mediaType'] !== undefined && content['mediaType'] !== mediaType) throw invalid(`if present, mediaType in manifest should be '${mediaType}' not '${JSON.stringify(content['mediaType'])}'`);
  const required = isIndexType(mediaType) ? [content['manifests']] : [content['layers'], [content['config']]];
  for (const descriptors of [...required, ...(content['subject'] === undefined ? [] : [[content['subject']]])]) {
    if (!Array.isArray(descriptors) || !descriptors.every(isDescriptor)) throw invalid('a descriptor is missing or has no media type, digest or size');
  }
  return content as unknown as ManifestContent;
}

function parseObject(bytes: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('not an object');
  return value as Record<string, unknown>;
}

function isDescriptor(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { mediaType, digest, size } = value as Record<string, unknown>;
  return typeof mediaType === 'string' && typeof digest === 'string' && isDigest(digest) && typeof size === 'number';
}
