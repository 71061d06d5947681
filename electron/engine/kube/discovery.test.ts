import { describe, expect, it } from 'vitest';
import { clientOf } from './testing/client';
import { sendJson, sendStatus, startServer } from './testing/server';

const kind = (name: string, kindName: string) => ({ name, kind: kindName, namespaced: true, verbs: ['get', 'list'] });
const version = (group: string, name: string) => ({ groupVersion: `${group}/${name}`, version: name });

const api: Record<string, unknown> = {
  '/apis': {
    groups: [
      { name: 'autoscaling', preferredVersion: version('autoscaling', 'v1'), versions: [version('autoscaling', 'v2'), version('autoscaling', 'v1')] },
      { name: 'broken.io', preferredVersion: version('broken.io', 'v1'), versions: [version('broken.io', 'v1')] },
    ],
  },
  '/api/v1': { resources: [kind('pods', 'Pod'), kind('pods/log', 'Pod')] },
  '/apis/autoscaling/v1': { resources: [kind('horizontalpodautoscalers', 'HorizontalPodAutoscaler')] },
  '/apis/autoscaling/v2': { resources: [kind('horizontalpodautoscalers/status', 'HorizontalPodAutoscaler'), kind('horizontalpodautoscalers', 'HorizontalPodAutoscaler')] },
};

const connect = async () => {
  const server = await startServer(({ url }, response) => (api[url] ? sendJson(response, 200, api[url]) : sendStatus(response, 404)));
  return { server, client: await clientOf({ server: server.url }) };
};

describe('discovery', () => {
  it('finds a kind in the version that the server prefers among those we know', async () => {
    const { client } = await connect();
    expect(await client.resource('autoscaling', 'HorizontalPodAutoscaler')).toMatchObject({ apiVersion: 'autoscaling/v1', plural: 'horizontalpodautoscalers' });
    expect(await client.resource('autoscaling', 'HorizontalPodAutoscaler', ['v2'])).toMatchObject({ apiVersion: 'autoscaling/v2', group: 'autoscaling', version: 'v2' });
    expect(await client.resource('', 'Pod')).toEqual({ group: '', version: 'v1', apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, verbs: ['get', 'list'] });
  });

  it('answers null for what is not served', async () => {
    const { client } = await connect();
    expect(await client.resource('autoscaling', 'HorizontalPodAutoscaler', ['v3'])).toBeNull();
    expect(await client.resource('autoscaling', 'Other')).toBeNull();
    expect(await client.resource('no.such.group', 'Thing')).toBeNull();
    expect(await client.resource('broken.io', 'Thing')).toBeNull();
  });

  it('asks for each document once', async () => {
    const { client, server } = await connect();
    await Promise.all([client.resource('', 'Pod'), client.resource('', 'Node'), client.resource('autoscaling', 'X', ['v1']), client.resource('autoscaling', 'Y', ['v1'])]);
    await client.resource('', 'Pod');
    expect(server.received.map(({ url }) => url).sort()).toEqual(['/api/v1', '/apis', '/apis/autoscaling/v1']);
  });
});
