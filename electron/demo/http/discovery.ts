import type { Kind } from '../store/kinds';
import type { KindRegistry } from '../store/registry';
import type { VirtualResource } from './extension';
import { reviewResources } from './reviews';
import { subresourceEntry } from './subresources';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const verbsOf = (kind: Kind) => (kind.kind === 'Namespace' ? verbs.filter((verb) => verb !== 'deletecollection') : verbs);

const version = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.2',
  gitCommit: '8cc511e399b929453cd98ae65b419c3cc227ec79',
  gitTreeState: 'clean',
  buildDate: '2025-11-11T19:00:23Z',
  goVersion: 'go1.24.9',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** A resource or subresource as an APIResourceList shows it. */
export interface ResourceEntry {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: readonly string[];
  group?: string;
  version?: string;
  shortNames?: readonly string[];
  categories?: readonly string[];
}

const apiVersionOf = ({ group, version: wanted }: { group: string; version: string }) => (group ? `${group}/${wanted}` : wanted);

/** Which groups, versions and resources are served, in both forms of discovery. */
export interface Discovery {
  /** Answers of the paths that describe the server; null where there is none. */
  describe(path: string, accept: string): { body: unknown; contentType?: string } | null;
  groupVersions(): string[];
}

export function createDiscovery(kinds: KindRegistry, added: readonly VirtualResource[]): Discovery {
  const virtual = [...reviewResources, ...added];

  const entriesOf = (apiVersion: string): ResourceEntry[] => {
    const served = kinds.all().filter((kind) => kind.apiVersion === apiVersion);
    const stored = served.flatMap((kind): ResourceEntry[] => [
      {
        name: kind.plural,
        singularName: kind.singular,
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs: verbsOf(kind),
        ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
        ...(kind.categories.length > 0 && { categories: kind.categories }),
      },
      ...kind.subresources.map((subresource) => subresourceEntry(kind, subresource)),
    ]);
    const answered = virtual.filter((resource) => apiVersionOf(resource) === apiVersion && !stored.some(({ name }) => name === resource.name));
    const extra = answered.map(({ name, singular, namespaced, kind, verbs: offered, shortNames }): ResourceEntry => ({ name, singularName: singular ?? '', namespaced, kind, verbs: offered, ...(shortNames && { shortNames }) }));
    return [...stored, ...extra].sort((a, b) => (a.name < b.name ? -1 : 1));
  };

  const groupVersions = () => [...new Set([...kinds.all().map((kind) => kind.apiVersion), ...virtual.map(apiVersionOf)])];

  const groups = (): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const apiVersion of groupVersions()) {
      const [name = '', wanted] = apiVersion.split('/');
      if (wanted) found.set(name, [...(found.get(name) ?? []), wanted]);
    }
    return found;
  };

  const group = (name: string, versions: readonly string[]) => {
    const entries = versions.map((wanted) => ({ groupVersion: `${name}/${wanted}`, version: wanted }));
    return { name, versions: entries, preferredVersion: entries[0] };
  };

  const resourceList = (apiVersion: string) => {
    const resources = entriesOf(apiVersion);
    return resources.length === 0 ? null : { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources };
  };

  const aggregated = (path: string, form: string) => {
    const listed = path === '/api' ? [['', ['v1']] as const] : [...groups()];
    const items = listed.map(([name, versions]) => ({
      metadata: { ...(name && { name }), creationTimestamp: null },
      versions: versions.map((wanted) => ({ version: wanted, resources: aggregate(entriesOf(apiVersionOf({ group: name, version: wanted })), name, wanted), freshness: 'Current' })),
    }));
    return { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${form}`, metadata: {}, items };
  };

  const plain = (path: string): unknown => {
    if (path === '/version') return version;
    if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }] };
    if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: [...groups()].map(([name, versions]) => group(name, versions)) };
    if (path === '/api/v1') return resourceList('v1');
    const [, root, name, wanted, ...rest] = path.split('/');
    if (root !== 'apis' || !name || rest.length > 0) return null;
    if (wanted) return resourceList(`${name}/${wanted}`);
    const versions = groups().get(name);
    return versions ? { kind: 'APIGroup', apiVersion: 'v1', ...group(name, versions) } : null;
  };

  return {
    groupVersions,
    describe(path, accept) {
      const form = path === '/api' || path === '/apis' ? wantedForm(accept) : null;
      if (form) return { body: aggregated(path, form), contentType: `application/json;g=apidiscovery.k8s.io;v=${form};as=APIGroupDiscoveryList` };
      const body = plain(path);
      return body === null ? null : { body };
    },
  };
}

/** The first form of aggregated discovery among the media types a client takes that is served; null for the old one. */
function wantedForm(accept: string): string | null {
  for (const type of accept.split(',')) {
    const parameters = new Map(type.split(';').slice(1).map((pair) => pair.trim().split('=') as [string, string]));
    const form = parameters.get('v') ?? '';
    if (parameters.get('as') === 'APIGroupDiscoveryList' && (form === 'v2' || form === 'v2beta1')) return form;
    if (/^\s*(application\/json|\*\/\*|application\/\*)\s*$/.test(type)) return null;
  }
  return null;
}

/** Subresources below their resources, scopes and kinds in full: the form of apidiscovery.k8s.io. */
function aggregate(entries: readonly ResourceEntry[], group: string, wanted: string): unknown[] {
  const responseKind = (entry: ResourceEntry) => ({ group: entry.group ?? group, version: entry.version ?? wanted, kind: entry.kind });
  return entries
    .filter(({ name }) => !name.includes('/'))
    .map((entry) => {
      const below = entries.filter(({ name }) => name.startsWith(`${entry.name}/`));
      const subresources = below.map((subresource) => ({ subresource: subresource.name.split('/')[1], responseKind: responseKind(subresource), verbs: subresource.verbs }));
      const { name, singularName, namespaced, shortNames, categories } = entry;
      return {
        resource: name,
        responseKind: responseKind(entry),
        scope: namespaced ? 'Namespaced' : 'Cluster',
        singularResource: singularName,
        verbs: entry.verbs,
        ...(shortNames && { shortNames }),
        ...(categories && { categories }),
        ...(subresources.length > 0 && { subresources }),
      };
    });
}
