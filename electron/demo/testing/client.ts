import { emptySite } from '../content/sites';
import type { KubeObject } from '../objects/meta';
import { startDemo } from '../start';
import type { RunningSite } from '../startSite';
import { clientFor, type TestClient } from './bareClient';

export { clientFor, type TestClient };

export interface TestSite {
  readonly running: RunningSite;
  readonly admin: TestClient;
  readonly viewer: TestClient;
  readonly developer: TestClient;
  /** The reference of the uuid service at a tag. */
  image(tag: string): string;
  /** A Deployment of it, by default with three replicas; its container is called `web`. */
  draft(name: string, tag: string, replicas?: number): Record<string, unknown>;
  close(): Promise<void>;
}

/** An empty site under a fast clock, with a client for each of its users and one namespace `t`. */
export async function startTestSite(): Promise<TestSite> {
  const demo = await startDemo({ sites: [emptySite], seed: 7, speed: 200 });
  const [running] = demo.sites;
  if (!running) throw new Error('The site is missing.');
  const [admin, viewer, developer] = await Promise.all([clientFor(running.kubeconfig), clientFor(running.viewerKubeconfig), clientFor(running.developerKubeconfig)]);
  await admin.call('POST', '/api/v1/namespaces', { metadata: { name: 't' } });
  return {
    running,
    admin,
    viewer,
    developer,
    image: (tag) => `${running.registry}/apps/uuid:${tag}`,
    draft: (name, tag, replicas = 3) => deploymentDraft(running.registry, name, tag, replicas),
    close: async () => {
      for (const client of [admin, viewer, developer]) client.close();
      await demo.close();
    },
  };
}

/** Follows one object until it is as wanted; returns every version seen. Fails with the last one when the watch ends first. */
export async function watchUntil<T extends KubeObject>(client: TestClient, collection: string, name: string, isWanted: (object: T) => boolean): Promise<T[]> {
  const seen: T[] = [];
  for await (const { object } of client.watch(`${collection}?watch=1&fieldSelector=metadata.name%3D${name}&timeoutSeconds=15`)) {
    seen.push(object as T);
    if (isWanted(object as T)) return seen;
  }
  throw new Error(`${name} never came to be as wanted: ${JSON.stringify(seen.at(-1)?.['status'])}`);
}

/** A Deployment of the uuid service. @param registry host and port of the site's registry */
function deploymentDraft(registry: string, name: string, tag: string, replicas: number): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, annotations: { 'kubernetes.io/change-cause': tag } },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: `${registry}/apps/uuid:${tag}` }] } } },
  };
}
