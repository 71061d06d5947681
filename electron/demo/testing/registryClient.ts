import { parseBasic } from '../registry/access/accounts';
import { digestOf } from '../registry/names';

export interface RegistryAnswer {
  readonly code: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  json<T = Record<string, unknown>>(): T;
  /** Codes of the errors it tells of. */
  readonly errors: readonly string[];
}

interface Call {
  body?: Buffer | string;
  headers?: Record<string, string>;
  /** Sends this in place of what the challenge asks for. */
  authorization?: string;
}

/** A bare client of a registry, for tests of this or of a real one: signs in as it is told to when it is asked. */
export interface RegistryClient {
  /** Where it is: `http://127.0.0.1:5480`. */
  readonly origin: string;
  call(method: string, path: string, call?: Call): Promise<RegistryAnswer>;
  /** Pushes bytes in one go; returns their digest. */
  pushBlob(repository: string, bytes: Buffer | string): Promise<string>;
  /** Pushes an OCI image of a configuration and one layer; returns its digest. */
  pushImage(repository: string, tag: string, config: unknown, more?: Record<string, unknown>): Promise<string>;
}

export const ociManifestType = 'application/vnd.oci.image.manifest.v1+json';

/** @param auth user and password in base64; undefined stays anonymous */
export function createRegistryClient(address: string, auth?: string): RegistryClient {
  const origin = `http://${address}`;

  const send = async (method: string, path: string, { body, headers = {}, authorization }: Call): Promise<RegistryAnswer> => {
    const response = await fetch(new URL(path, origin), { method, body: body === undefined ? undefined : new Uint8Array(Buffer.from(body)), headers: { ...headers, ...(authorization && { authorization }) } });
    const bytes = Buffer.from(await response.arrayBuffer());
    const json = <T>() => JSON.parse(bytes.toString('utf8')) as T;
    const isError = response.status >= 400 && response.headers.get('content-type')?.includes('json') && bytes.length > 0;
    const errors = isError ? json<{ errors: { code: string }[] }>().errors.map(({ code }) => code) : [];
    return { code: response.status, headers: response.headers, bytes, json, errors };
  };

  const tokenFor = async (challenge: string): Promise<string | undefined> => {
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
    const url = new URL(part('realm') ?? '');
    url.searchParams.set('service', part('service') ?? '');
    for (const scope of part('scope')?.split(' ') ?? []) url.searchParams.append('scope', scope);
    const answer = await send('GET', url.href, auth === undefined ? {} : { authorization: `Basic ${auth}` });
    return answer.code === 200 ? answer.json<{ token: string }>().token : undefined;
  };

  const call: RegistryClient['call'] = async (method, path, sent = {}) => {
    const first = await send(method, path, sent);
    const challenge = first.headers.get('www-authenticate') ?? '';
    if (first.code !== 401 || sent.authorization !== undefined || !challenge.startsWith('Bearer ')) return first;
    const token = await tokenFor(challenge);
    return token === undefined ? first : send(method, path, { ...sent, authorization: `Bearer ${token}` });
  };

  const pushBlob: RegistryClient['pushBlob'] = async (repository, bytes) => {
    const digest = digestOf(bytes);
    const session = await call('POST', `/v2/${repository}/blobs/uploads/`);
    const location = new URL(session.headers.get('location') ?? '', origin);
    location.searchParams.set('digest', digest);
    const answer = await call('PUT', location.href, { body: bytes, headers: { 'content-type': 'application/octet-stream' } });
    if (answer.code !== 201) throw new Error(`The blob was not taken: ${answer.code} ${answer.bytes.toString()}`);
    return digest;
  };

  return {
    origin,
    call,
    pushBlob,
    async pushImage(repository, tag, config, more = {}) {
      const [configBytes, layer] = [Buffer.from(JSON.stringify(config)), Buffer.from('a layer')];
      const [configDigest, layerDigest] = [await pushBlob(repository, configBytes), await pushBlob(repository, layer)];
      const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: ociManifestType,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: configDigest, size: configBytes.length },
        layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layerDigest, size: layer.length }],
        ...more,
      });
      const answer = await call('PUT', `/v2/${repository}/manifests/${tag}`, { body: manifest, headers: { 'content-type': ociManifestType } });
      if (answer.code !== 201) throw new Error(`The manifest was not taken: ${answer.code} ${answer.bytes.toString()}`);
      return digestOf(manifest);
    },
  };
}

/** The credentials in a docker `config.json`, in base64. */
export function authIn(dockerConfig: string): string {
  const { auths } = JSON.parse(dockerConfig) as { auths: Record<string, { auth: string }> };
  const [auth] = Object.values(auths);
  if (!auth || !parseBasic(auth.auth)) throw new Error('The docker configuration has no credentials.');
  return auth.auth;
}
