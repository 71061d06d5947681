import type { HorizontalPodAutoscaler } from '@electron/engine/kube/objects';
import type { KubeObject } from '@electron/engine/kube/types';

/** Versions of `autoscaling` that name the target and the limits alike. */
export const autoscalerVersions = ['v2', 'v2beta2', 'v1'];

/** The autoscaler of a workload, among those of its namespace. */
export const autoscalerOf = (autoscalers: Iterable<KubeObject>, kind: string, name: string): HorizontalPodAutoscaler | undefined =>
  [...(autoscalers as Iterable<HorizontalPodAutoscaler>)].find(({ spec }) => spec?.scaleTargetRef?.kind === kind && spec.scaleTargetRef.name === name);
