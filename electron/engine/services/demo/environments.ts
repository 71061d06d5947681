import type { EnvironmentDraft } from '@shared/model/environment';
import type { DemoKubeconfig } from './demoProcess';

export interface DemoEnvironment extends Omit<EnvironmentDraft, 'contextId'> {
  site: DemoKubeconfig['name'];
}

/** The demo's namespaces as an operator would set them up: what is production is protected, as the form for an environment proposes. */
export const demoEnvironments: readonly DemoEnvironment[] = [
  { site: 'connected', name: 'demo dev', namespace: 'dev', class: 'dev', color: 'teal', policy: 'normal' },
  { site: 'connected', name: 'demo test', namespace: 'test', class: 'test', color: 'yellow', policy: 'normal' },
  { site: 'connected', name: 'demo prod', namespace: 'prod', class: 'prod', color: 'red', policy: 'protected' },
  { site: 'airgapped', name: 'demo plant', namespace: 'plant', class: 'prod', color: 'grape', policy: 'protected' },
];
