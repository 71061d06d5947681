import type { Reference } from './references';

/** The ways a pull of one reference fails, in the words of containerd as the kubelet passes them on. */
export interface PullFailures {
  notFound(): string;
  /** Nobody signed in, or somebody who may not. */
  denied(): string;
  wrongCredentials(): string;
  /** An index without an image for the node's processor. */
  noPlatform(): string;
  /** An artifact that is no image. */
  noImage(): string;
  /** Nothing listens there. */
  refused(): string;
  /** A registry that the nodes know no way to. */
  unknownHost(): string;
}

/** The kubelet keeps the code of an answer unless it is Unknown, which would add nothing. */
export function pullFailures({ host, repository, tag, digest, full }: Reference): PullFailures {
  const unpack = `failed to pull and unpack image "${full}"`;
  const resolve = `${unpack}: failed to resolve reference "${full}"`;
  const code = (name: string, text: string) => `rpc error: code = ${name} desc = ${text}`;
  const head = (scheme: string, server: string) => `${resolve}: failed to do request: Head "${scheme}://${server}/v2/${repository}/manifests/${digest ?? tag ?? 'latest'}"`;
  return {
    notFound: () => code('NotFound', `${resolve}: ${full}: not found`),
    denied: () => `${resolve}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
    wrongCredentials: () => {
      const scope = encodeURIComponent(`repository:${repository}:pull`);
      return `${resolve}: failed to authorize: failed to fetch oauth token: unexpected status from GET request to http://${host}/service/token?scope=${scope}&service=wheelhouse-demo-registry: 401 Unauthorized`;
    },
    noPlatform: () => code('NotFound', `${unpack}: no match for platform in manifest: not found`),
    noImage: () => `${unpack}: mismatched image rootfs and manifest layers`,
    refused: () => `${head('http', host)}: dial tcp ${host}: connect: connection refused`,
    unknownHost() {
      // An address needs no look-up: nothing listens there. Loopback is the node's own.
      if (/^(\d+\.){3}\d+(:\d+)?$/.test(host) || /^localhost(:\d+)?$/.test(host)) return `${head('https', host)}: dial tcp ${host.includes(':') ? host : `${host}:443`}: connect: connection refused`;
      const server = host === 'docker.io' ? 'registry-1.docker.io' : host;
      return `${head('https', server)}: dial tcp: lookup ${server.split(':')[0] ?? server}: no such host`;
    },
  };
}
