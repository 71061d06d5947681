import { parseQuantity } from '../../load/quantity';
import { sameJson } from '../../objects/json';
import type { KubeObject } from '../../objects/meta';
import { badText, child, denied, required, unsupported, type Cause } from './causes';

const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

const storageOf = (claim: KubeObject) => child(child(child(claim, 'spec'), 'resources'), 'requests')['storage'];
const size = (claim: KubeObject) => parseQuantity(storageOf(claim) as string | number | undefined) ?? 0;

export function claimCauses(claim: KubeObject, before: KubeObject | undefined): Cause[] {
  const { accessModes } = child(claim, 'spec');
  const given = Array.isArray(accessModes) ? accessModes : [];
  const storage = storageOf(claim);
  return [
    ...(given.length === 0 ? [required('spec.accessModes', 'at least 1 access mode is required')] : []),
    ...given.filter((mode) => !modes.includes(mode as string)).map((mode) => unsupported('spec.accessModes', JSON.stringify(mode), modes)),
    ...(storage === undefined ? [required('spec.resources[storage]')] : size(claim) > 0 ? [] : [badText('spec.resources[storage]', storage, 'must be greater than zero')]),
    ...(before ? changes(claim, before) : []),
  ];
}

/** A bound claim may grow, and a claim gets its volume and class once. */
function changes(claim: KubeObject, before: KubeObject): Cause[] {
  const { volumeName, storageClassName, resources, ...now } = child(claim, 'spec');
  const { volumeName: oldVolume, storageClassName: oldClass, resources: oldResources, ...then } = child(before, 'spec');
  const isBound = child(before, 'status')['phase'] === 'Bound';
  const isSame = sameJson(now, then) && (!oldVolume || oldVolume === volumeName) && (oldClass === undefined || oldClass === storageClassName) && (isBound || sameJson(resources, oldResources));
  return [
    ...(isSame ? [] : [denied('spec', 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n')]),
    ...(size(claim) < size(before) ? [denied('spec.resources.requests.storage', 'field can not be less than status.capacity')] : []),
  ];
}
