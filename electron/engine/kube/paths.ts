import type { Resource } from './types';

/**
 * The path of a kind's list, or of one object, with every segment encoded.
 * Without `namespace` a namespaced kind is meant in the whole cluster.
 */
export const resourcePath = (
  resource: Pick<Resource, 'apiVersion' | 'plural' | 'namespaced'>,
  where: { namespace?: string | null; name?: string; subresource?: string } = {},
): string => {
  const group = resource.apiVersion.includes('/') ? `/apis/${resource.apiVersion}` : `/api/${resource.apiVersion}`;
  const namespace = resource.namespaced && where.namespace ? ['namespaces', where.namespace] : [];
  const object = where.name === undefined ? [] : [where.name, ...(where.subresource === undefined ? [] : [where.subresource])];
  return [group, ...[...namespace, resource.plural, ...object].map(encodeURIComponent)].join('/');
};
