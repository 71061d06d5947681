import type { Ingress } from '@electron/engine/kube/objects';
import { plainMessage } from '@electron/engine/workloads';
import type { Status, StatusWord } from '@shared/model/status';
import { sentence } from '@shared/sentences/sentence';
import { identity, type NodeDraft } from './draft';

export interface IngressParts {
  /** Names of Services it routes to, each once. */
  services: string[];
  /** Names of Secrets with its certificates, each once. */
  tlsSecrets: string[];
}

type Backend = NonNullable<NonNullable<Ingress['spec']>['defaultBackend']>;
/** `v1` nests the service's name, `v1beta1` does not. A backend may name another kind of resource, which is not shown. */
const serviceName = (backend: Backend | undefined): string | undefined => backend?.service?.name ?? backend?.serviceName;

export const ingressParts = ({ spec }: Ingress): IngressParts => {
  const backends = [spec?.defaultBackend ?? spec?.backend, ...(spec?.rules ?? []).flatMap((rule) => (rule.http?.paths ?? []).map(({ backend }) => backend))];
  const present = (names: (string | undefined)[]): string[] => [...new Set(names.filter((name) => name !== undefined && name !== ''))] as string[];
  return { services: present(backends.map(serviceName)), tlsSecrets: present((spec?.tls ?? []).map(({ secretName }) => secretName)) };
};

/**
 * @param wordOf of a Service, by name
 * @param isTlsMissing whether a Secret is known not to exist
 */
export const ingressNode = (ingress: Ingress, parts: IngressParts, wordOf: (service: string) => StatusWord, isTlsMissing: (secret: string) => boolean): NodeDraft => ({
  ...identity(ingress),
  layer: 'route',
  status: ingressStatus(parts, wordOf, isTlsMissing),
  facts: facts(ingress),
});

const ingressStatus = ({ services, tlsSecrets }: IngressParts, wordOf: (service: string) => StatusWord, isTlsMissing: (secret: string) => boolean): Status => {
  const faulty = (word: StatusWord): string | undefined => services.find((name) => wordOf(name) === word);
  const worksPartly = services.some((name) => wordOf(name) === 'running');
  const word = worksPartly ? 'partlyAbnormal' : 'abnormal';
  const missing = faulty('missing');
  if (missing !== undefined) return { word, cause: sentence('status.route.backendMissing', { name: missing }) };
  const notReady = faulty('abnormal');
  if (notReady !== undefined) return { word, cause: sentence('status.route.backendNotReady', { name: notReady }) };
  const tls = tlsSecrets.find(isTlsMissing);
  if (tls !== undefined) return { word: 'partlyAbnormal', cause: sentence('status.route.tlsMissing', { name: tls }) };
  if (services.length === 0) return { word: 'idle', cause: sentence('status.route.empty') };
  return { word: 'running', cause: sentence('status.route.ready', { services: plainMessage(services.join(', ')) }) };
};

const mostHosts = 3;
const facts = ({ spec }: Ingress): string[] => {
  const hosts = [...new Set((spec?.rules ?? []).map(({ host }) => host ?? '*'))];
  return hosts.slice(0, mostHosts).map((host) => plainMessage(host, 80));
};
