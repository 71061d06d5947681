import { beforeAll, describe, expect, it } from 'vitest';
import { samplePod, startPod } from '../../fixtures/pods';
import { useTruth } from '../../fixtures/truth';

describe('the proxies of the API server', () => {
  const truth = useTruth();
  let base: string;
  let namespace: string;
  const get = async (path: string) => {
    const { code, body, text } = await truth.admin.call('GET', `${base}/${path}`);
    const { message } = body as { message?: string };
    return `${code} ${(message ?? text).trim()}`;
  };
  const answer = '200 version=v1.0.0.0 demo=proxied host=web';

  beforeAll(async () => {
    namespace = await truth.namespace();
    base = `/api/v1/namespaces/${namespace}`;
    const image = truth.site.image('v1.0.0.0');
    await startPod(truth, namespace, samplePod(image, 'web', [{ env: [{ name: 'DEMO_VALUE', value: 'proxied' }] }]));
    const service = (name: string, selected: string, port: Record<string, unknown>) => truth.admin.call('POST', `${base}/services`, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: selected }, ports: [{ port: 80, targetPort: 30001, ...port }] } });
    await service('named', 'web', { name: 'http' });
    await service('plain', 'web', {});
    await service('nobody', 'nobody', {});
    for await (const { object } of truth.admin.watch(`${base}/endpoints?watch=1&fieldSelector=metadata.name%3Dplain&timeoutSeconds=30`)) if ((object as { subsets?: { addresses?: unknown[] }[] }).subsets?.[0]?.addresses) break;
  });

  it('reach a pod by its port', async () => {
    expect(await get('pods/web:30001/proxy/status')).toBe(answer);
    expect(await get('pods/http:web:30001/proxy/')).toBe(answer);
    expect((await get('pods/web:30001/proxy/nope')).slice(0, 3)).toBe('404');
    expect(await get('pods/web:30009/proxy/')).toMatch(/^500 error trying to reach service: dial tcp [\d.]+:30009: connect: connection refused$/);
    expect(await get('pods/nope/proxy/')).toBe('404 pods "nope" not found');
    expect(await get('pods/a:b:c:d/proxy/')).toBe('400 invalid pod request "a:b:c:d"');
  });

  it('reach a Service by the name or the number of its port', async () => {
    for (const name of ['named:http', 'named:80', 'http:named:http', 'plain', 'plain:80', 'http:plain:']) expect(await get(`services/${name}/proxy/status`)).toBe(answer);
    expect(await get('services/named/proxy/')).toBe('503 no endpoints available for service "named"');
    expect(await get('services/named:nope/proxy/')).toBe('503 no endpoints available for service "named:nope"');
    expect(await get('services/named:81/proxy/')).toBe('503 no service port 81 found for service "named"');
    expect(await get('services/nobody/proxy/')).toBe('503 no endpoints available for service "nobody"');
    expect(await get('services/nope/proxy/')).toBe('404 services "nope" not found');
  });

  it('serve the client library', async () => {
    for (const name of ['named', 'plain']) expect(`200 ${(await truth.site.answer(namespace, name, '/status')).trim()}`).toBe(answer);
  });

  it('send on to the path with a slash at its end', async () => {
    expect((await truth.admin.call('GET', `${base}/services/plain/proxy`)).code).toBe(301);
  });
});
