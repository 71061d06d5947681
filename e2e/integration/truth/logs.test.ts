import { beforeAll, describe, expect, it } from 'vitest';
import { samplePod, startPod } from '../../fixtures/pods';
import { useTruth } from '../../fixtures/truth';

describe('the log of a pod', () => {
  const truth = useTruth();
  let logs: string;
  let pods: string;
  const read = async (query = '') => (await truth.admin.call('GET', `${logs}?${query}`)).text;
  const linesOf = (text: string) => text.split('\n').filter(Boolean);
  const refusal = async (path: string) => {
    const { code, body } = await truth.admin.call('GET', path);
    return `${code} ${String(body['reason'])}: ${String(body['message'])}`;
  };

  beforeAll(async () => {
    const namespace = await truth.namespace();
    pods = `/api/v1/namespaces/${namespace}/pods`;
    logs = `${pods}/talks/log`;
    const image = truth.site.image('v1.0.0.0');
    await startPod(truth, namespace, samplePod(image, 'talks', [{ env: [{ name: 'TICK', value: '1' }] }]));
    await startPod(truth, namespace, samplePod(image, 'two', [{}, { env: [{ name: 'PORT', value: '30002' }] }]));
    await truth.admin.call('POST', pods, samplePod(truth.site.image('v9.9.9.9'), 'unpulled'));
    await truth.admin.call('POST', pods, samplePod(image, 'homeless', [{}], { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } }));
    for await (const line of truth.admin.lines(`${logs}?follow=true`)) if (line.includes('version=v1.0.0.0')) break;
  });

  it('is plain text without times, and with times of nine digits', async () => {
    const [plain] = linesOf(await read());
    const [timed] = linesOf(await read('timestamps=true'));
    expect(timed).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z .*version=v1\.0\.0\.0/);
    expect(timed?.slice(31)).toBe(plain);
  });

  it('shows the last lines, none for 0, and all for more than there are', async () => {
    const times = linesOf(await read('timestamps=1')).map((line) => line.slice(0, 30));
    expect(times).toEqual([...times].sort());
    expect(linesOf(await read('tailLines=1'))).toHaveLength(1);
    expect(await read('tailLines=0')).toBe('');
    expect(linesOf(await read('tailLines=100000')).length).toBeGreaterThanOrEqual(times.length);
  });

  it('begins at a time, of which it sees whole seconds', async () => {
    const [line = ''] = linesOf(await read('timestamps=true&tailLines=1'));
    const at = line.slice(0, 30);
    const from = linesOf(await read(`timestamps=true&sinceTime=${at.slice(0, 20)}999999999Z`));
    expect(from).toContain(line);
    expect(from.every((other) => other.slice(0, 19) >= at.slice(0, 19))).toBe(true);
    const nextSecond = new Date(Date.parse(`${at.slice(0, 19)}Z`) + 1000).toISOString();
    expect(linesOf(await read(`timestamps=true&sinceTime=${nextSecond}`))).not.toContain(line);
    expect(await read('sinceTime=2099-01-01T00:00:00Z')).toBe('');
    expect(linesOf(await read('sinceSeconds=86400')).length).toBeGreaterThan(0);
  });

  it('stops after so many bytes, times included', async () => {
    const whole = await read('timestamps=true');
    expect(await read('timestamps=true&limitBytes=37')).toBe(whole.slice(0, 37));
    expect(await read('limitBytes=10')).toBe((await read()).slice(0, 10));
  });

  it('takes any word but false and 0 for yes, and does not mind what it does not know', async () => {
    expect(await read('tailLines=1&timestamps=maybe')).toMatch(/^\d{4}-/);
    expect(await read('tailLines=1&timestamps=False')).not.toMatch(/^\d{4}-.*Z /);
    expect(linesOf(await read('tailLines=1&unknown=1&insecureSkipTLSVerifyBackend=true'))).toHaveLength(1);
  });

  it('follows without losing or repeating a line', async () => {
    const seen: string[] = [];
    const wanted = linesOf(await read()).length + 2;
    for await (const line of truth.admin.lines(`${logs}?follow=true&timestamps=true`)) if (seen.push(line) >= wanted) break;
    const all = linesOf(await read('timestamps=true'));
    expect(seen).toEqual(all.slice(0, seen.length));
  });

  it('refuses numbers that make no sense', async () => {
    const invalid = (rule: string) => `422 Invalid: PodLogOptions "talks" is invalid: ${rule}`;
    expect(await refusal(`${logs}?tailLines=-1`)).toBe(invalid('tailLines: Invalid value: -1: must be greater than or equal to 0'));
    expect(await refusal(`${logs}?limitBytes=0`)).toBe(invalid('limitBytes: Invalid value: 0: must be greater than 0'));
    expect(await refusal(`${logs}?sinceSeconds=0`)).toBe(invalid('sinceSeconds: Invalid value: 0: must be greater than 0'));
    expect(await refusal(`${logs}?sinceSeconds=5&sinceTime=2026-01-01T00:00:00Z`)).toBe(invalid('[]: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified'));
    expect(await refusal(`${logs}?tailLines=-1&limitBytes=-1`)).toBe(invalid('[tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: -1: must be greater than 0]'));
    expect(await refusal(`${logs}?tailLines=x`)).toBe('400 BadRequest: strconv.ParseInt: parsing "x": invalid syntax');
    expect(await refusal(`${logs}?sinceTime=bad`)).toBe('400 BadRequest: parsing time "bad" as "2006-01-02T15:04:05Z07:00": cannot parse "bad" as "2006"');
  });

  it('says which container it means', async () => {
    expect(await refusal(`${pods}/two/log`)).toMatch(/^400 BadRequest: a container name must be specified for pod two, choose one of: \[main side1\]/);
    expect(await refusal(`${pods}/two/log?container=nope`)).toBe('400 BadRequest: container nope is not valid for pod two');
    expect(linesOf((await truth.admin.call('GET', `${pods}/two/log?container=side1&tailLines=1`)).text)).toHaveLength(1);
  });

  it('says why there is none', async () => {
    expect(await refusal(`${logs}?previous=true`)).toBe('400 BadRequest: previous terminated container "main" in pod "talks" not found');
    expect(await refusal(`${pods}/nope/log`)).toBe('404 NotFound: pods "nope" not found');
    expect((await truth.admin.call('GET', `${pods}/homeless/log`)).code).toBe(204);
    const reasons = /^400 BadRequest: container "main" in pod "unpulled" is waiting to start: (image can't be pulled|trying and failing to pull image|ContainerCreating)$/;
    expect(await refusal(`${pods}/unpulled/log`)).toMatch(reasons);
  });

  it('may be read by a viewer', async () => {
    expect((await truth.viewer.call('GET', `${logs}?tailLines=1`)).code).toBe(200);
  });
});
