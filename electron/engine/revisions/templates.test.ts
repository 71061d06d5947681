import { describe, expect, it } from 'vitest';
import { compare, plainTemplate, sameTemplate } from './templates';

const withEnv = (...env: [string, string][]): object => ({ spec: { containers: [{ name: 'app', env: env.map(([name, value]) => ({ name, value })) }] } });

describe('templates', () => {
  it('are the same but for what controllers add', () => {
    const written = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'app', image: 'a:1' }] } };
    const kept = { metadata: { creationTimestamp: null, labels: { app: 'x', 'pod-template-hash': 'abc' } }, spec: written.spec, $patch: 'replace' };
    expect(sameTemplate(written, kept)).toBe(true);
    expect(plainTemplate(kept)).not.toHaveProperty('$patch');
    expect(sameTemplate(written, { ...written, spec: { containers: [{ name: 'app', image: 'a:2' }] } })).toBe(false);
  });
});

describe('a comparison', () => {
  it('shows that a password changed and not what it is', () => {
    const { before, after, fields } = compare(withEnv(['DB_PASSWORD', 'old-one']), withEnv(['DB_PASSWORD', 'new-one']));
    expect(before + after + JSON.stringify(fields)).not.toMatch(/old-one|new-one/);
    expect(fields).toEqual([{ path: 'spec.containers[app].env[DB_PASSWORD].value', before: '•••', after: '•••(changed)' }]);
  });

  it('does not claim a change where there is none', () => {
    expect(compare(withEnv(['API_TOKEN', 'same']), withEnv(['API_TOKEN', 'same'])).fields).toEqual([]);
  });

  it.each(['PASSWORD', 'dbPassword', 'API_KEY', 'apiKey', 'AUTH_TOKEN', 'CLIENT_SECRET', 'SECRET', 'aws-secret-access-key', 'PGPASS', 'PASSPHRASE', 'accessToken'])('masks %s', (name) => {
    expect(compare(withEnv([name, 'planted']), withEnv([name, 'planted'])).before).not.toContain('planted');
  });

  it.each(['KEYCLOAK_URL', 'MONKEY', 'TOKENIZER', 'LOG_LEVEL', 'AUTHOR'])('shows %s', (name) => {
    expect(compare(withEnv([name, 'planted']), withEnv([name, 'planted'])).before).toContain('planted');
  });

  it('masks a password within an address', () => {
    const { before, fields } = compare(withEnv(['DATABASE', 'jdbc://app:planted@db/1']), withEnv(['DATABASE', 'jdbc://app:planted@db/2']));
    expect(before).not.toContain('planted');
    expect(fields).toHaveLength(1);
    expect(compare(withEnv(['HOME_PAGE', 'http://host:80/a@b']), {}).before).toContain('http://host:80/a@b');
  });

  it('masks in init containers of a whole workload too', () => {
    const workload = { spec: { template: { spec: { initContainers: [{ name: 'init', env: [{ name: 'TOKEN', value: 'planted' }] }] } } } };
    expect(compare({}, workload).after).not.toContain('planted');
  });
});
