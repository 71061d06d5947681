import { invalid, type Cause } from '../../http/status';
import type { KubeObject } from '../../objects/meta';
import type { Kind } from '../kinds';
import { bindingCauses, roleCauses } from './access';
import { child } from './causes';
import { claimCauses } from './claims';
import { configMapCauses, secretCauses } from './data';
import { metadataCauses } from './names';
import { podChangeCauses, podSpecCauses } from './pods';
import { serviceCauses } from './services';
import { workloadChecks } from './workloads';

type Check = (object: KubeObject, before: KubeObject | undefined) => Cause[];

const checks: Readonly<Record<string, Check>> = {
  ...workloadChecks,
  // All but the images of a pod is fixed from the start: an update looks at what changed.
  Pod: (pod, before) => (before ? podChangeCauses(pod, before) : podSpecCauses(child(pod, 'spec'), 'spec')),
  Service: serviceCauses,
  ConfigMap: configMapCauses,
  Secret: secretCauses,
  PersistentVolumeClaim: claimCauses,
  Role: roleCauses,
  ClusterRole: roleCauses,
  RoleBinding: bindingCauses,
  ClusterRoleBinding: bindingCauses,
};

/** The mistakes people make most, worded as the server words them. Throws 422 with all causes at once, in the order the server finds them. */
export function validate(kind: Kind, object: KubeObject, before: KubeObject | undefined): void {
  const causes = [...metadataCauses(kind, object, before), ...(kind.custom ? [] : (checks[kind.kind]?.(object, before) ?? []))];
  if (causes.length > 0) throw invalid(kind, object.metadata.name, causes);
}
