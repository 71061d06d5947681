import type { SourceSpec } from '@electron/engine/kube/kubeconfig/definition';

export const demoSites = ['connected', 'airgapped'] as const;
export type DemoSiteName = (typeof demoSites)[number];

/** One of the demo's sites and its kubeconfig. */
export interface DemoFile {
  name: DemoSiteName;
  kubeconfig: string;
}

/** The same from start to start, whatever port a site listens on: environments refer to contexts by them. */
export const demoSourceIds: Record<DemoSiteName, string> = { connected: 'demo', airgapped: 'demo-airgapped' };
const labels: Record<DemoSiteName, string> = { connected: 'Demo', airgapped: 'Demo (air-gapped)' };

export const isDemoSource = (sourceId: string): boolean => Object.values(demoSourceIds).includes(sourceId);

export const demoSpecs = (sites: readonly DemoFile[]): SourceSpec[] => sites.map(({ name, kubeconfig }) => ({ kind: 'demo', id: demoSourceIds[name], label: labels[name], path: kubeconfig }));
