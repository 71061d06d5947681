import { onTestFinished } from 'vitest';
import { createKubeClient, type ClosableClient, type KubeClientDeps } from '../client/client';
import { contextsOf } from '../kubeconfig/contexts';
import type { ContextDefinition } from '../kubeconfig/definition';
import { parseKubeconfig } from '../kubeconfig/parse';

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const kubeconfig = (cluster: object, user: object): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'cluster', user: 'someone' } }],
    clusters: [{ name: 'cluster', cluster }],
    users: [{ name: 'someone', user }],
  });

/** The only context of a kubeconfig with this cluster and user. */
export const definitionOf = async (cluster: object, user: object = {}): Promise<ContextDefinition> => {
  const [definition] = await contextsOf(parseKubeconfig(kubeconfig(cluster, user), 'test'), 'test', '/');
  if (!definition) throw new Error('the kubeconfig has no context');
  return definition;
};

/** A client for one test, of a context with this cluster and user. */
export const clientOf = async (cluster: object, user: object = {}, deps: Partial<KubeClientDeps> = {}): Promise<ClosableClient> => {
  const client = await createKubeClient(await definitionOf(cluster, user), {
    environment: { PATH: process.env.PATH },
    loginPath: async () => process.env.PATH ?? '',
    registerSecret: () => undefined,
    ...deps,
  });
  onTestFinished(() => client.close());
  return client;
};
