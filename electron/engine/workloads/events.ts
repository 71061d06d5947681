import type { KubeEvent } from '@electron/engine/kube/objects';

/** Epoch ms of a Kubernetes timestamp, or null. */
export const timeOf = (timestamp: string | undefined | null): number | null => {
  const time = timestamp ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(time) ? null : time;
};

/** When it happened last. Reporters fill in different fields: old ones count with timestamps, new ones with a series. */
export const eventTime = (event: KubeEvent): number =>
  timeOf(event.series?.lastObservedTime) ?? timeOf(event.lastTimestamp) ?? timeOf(event.eventTime) ?? timeOf(event.firstTimestamp) ?? timeOf(event.metadata.creationTimestamp) ?? 0;

/** The newest warning with one of these reasons, optionally one whose message fits. */
export const newestWarning = (events: readonly KubeEvent[], reasons: readonly string[], fits: (message: string) => boolean = () => true): KubeEvent | undefined => {
  let newest: KubeEvent | undefined;
  for (const event of events) {
    if (event.type !== 'Warning' || !reasons.includes(event.reason ?? '') || !fits(event.message ?? '')) continue;
    if (!newest || eventTime(event) > eventTime(newest)) newest = event;
  }
  return newest;
};
