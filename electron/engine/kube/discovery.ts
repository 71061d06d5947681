import { z } from 'zod';
import { isAppError } from '@shared/errors/appError';
import { createRemembered } from './remembered';
import type { KubeClient, Resource } from './types';

const groupsSchema = z.object({
  groups: z.array(
    z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })), preferredVersion: z.object({ version: z.string() }).optional() }),
  ),
});
const resourcesSchema = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()).nullish() })),
});

/** A kind that comes with an operator that is installed while we run is found after this time. */
const lifetimeMs = 5 * 60_000;

/** What a server serves, asked group by group as it is needed: a whole discovery costs dozens of requests. */
export const createDiscovery = (request: KubeClient['request']): Pick<KubeClient, 'resource'> => {
  const groups = createRemembered<ReadonlyMap<string, readonly string[]>>(lifetimeMs);
  const resources = createRemembered<readonly Resource[]>(lifetimeMs);

  /** The versions of a group, the preferred one first. */
  const versionsOf = async (group: string): Promise<readonly string[]> => {
    if (group === '') return ['v1'];
    const known = await groups.get('all', async () => {
      const { groups: served } = groupsSchema.parse(await request({ path: '/apis' }));
      return new Map(
        served.map(({ name, versions, preferredVersion }) => [name, [...new Set([...(preferredVersion ? [preferredVersion.version] : []), ...versions.map(({ version }) => version)])]]),
      );
    });
    return known.get(group) ?? [];
  };

  const resourcesOf = (group: string, version: string): Promise<readonly Resource[]> => {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    return resources.get(apiVersion, async () => {
      const answer = await request({ path: group === '' ? `/api/${version}` : `/apis/${apiVersion}` }).catch((error: unknown) => {
        // Announced in the list of groups but not served: as good as absent.
        if (isAppError(error) && error.code === 'NOT_FOUND') return { resources: [] };
        throw error;
      });
      return resourcesSchema.parse(answer).resources
        .filter(({ name }) => !name.includes('/'))
        .map(({ name, kind, namespaced, verbs }) => ({ group, version, apiVersion, kind, plural: name, namespaced, verbs: verbs ?? [] }));
    });
  };

  return {
    async resource(group, kind, versions) {
      const served = await versionsOf(group);
      for (const version of versions ? served.filter((candidate) => versions.includes(candidate)) : served) {
        const found = (await resourcesOf(group, version)).find((resource) => resource.kind === kind);
        if (found) return found;
      }
      return null;
    },
  };
};
