import { isJsonObject, sameJson, type JsonObject } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { child, denied, duplicates, duplicate, items, oneOf, required, type Cause } from './causes';
import { containerCauses } from './containers';
import { follows, label } from './names';

/** What a pod is made from, in the order the server looks at it. @param claimed volumes that its controller adds */
export function podSpecCauses(spec: JsonObject, at: string, claimed: readonly unknown[] = []): Cause[] {
  const volumes = new Set([...items(spec['volumes']).map(({ name }) => name), ...claimed]);
  const containers = spec['containers'];
  return [
    ...volumeCauses(spec['volumes'], `${at}.volumes`),
    ...(Array.isArray(containers) && containers.length > 0 ? containerCauses(containers, `${at}.containers`, volumes) : [required(`${at}.containers`)]),
    ...containerCauses(spec['initContainers'], `${at}.initContainers`, volumes),
    ...oneOf(`${at}.restartPolicy`, spec['restartPolicy'], ['Always', 'OnFailure', 'Never']),
    ...oneOf(`${at}.dnsPolicy`, spec['dnsPolicy'], ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
  ];
}

function volumeCauses(list: unknown, at: string): Cause[] {
  const volumes = items(list);
  return [
    ...volumes.flatMap((volume, index) => {
      const { name, ...sources } = volume;
      const given = Object.keys(sources).filter((source) => isJsonObject(sources[source]));
      return [
        ...(typeof name === 'string' && name !== '' ? follows(`${at}[${index}].name`, name, label) : [required(`${at}[${index}].name`)]),
        // The server looks at the types in an order of its own, in which emptyDir comes first.
        ...given.sort((a, b) => Number(b === 'emptyDir') - Number(a === 'emptyDir')).slice(1).map((source) => denied(`${at}[${index}].${source}`, 'may not specify more than 1 volume type')),
      ];
    }),
    ...duplicates(volumes.map(({ name }) => name), (name, index) => duplicate(`${at}[${index}].name`, JSON.stringify(name))),
  ];
}

const changeable = '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** What may not change in a pod that is there: nearly all. */
export function podChangeCauses(pod: KubeObject, before: KubeObject): Cause[] {
  const [now, then] = [child(pod, 'spec'), child(before, 'spec')];
  if (sameJson(now, then)) return [];
  for (const field of ['containers', 'initContainers']) if (items(now[field]).length !== items(then[field]).length) return [denied(`spec.${field}`, `pod updates may not add or remove containers`)];
  const kept = items(then['tolerations']).every((old) => items(now['tolerations']).some((toleration) => sameJson(toleration, old)));
  if (kept && sameJson(withoutChangeable(now), withoutChangeable(then))) return [];
  return [denied('spec', `pod updates may not change fields other than ${changeable}\n`)];
}

function withoutChangeable(spec: JsonObject): JsonObject {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, containers, initContainers, ...rest } = spec;
  const imageless = (list: unknown) => items(list).map(({ image: _image, ...container }) => container);
  return { ...rest, containers: imageless(containers), initContainers: imageless(initContainers) };
}
