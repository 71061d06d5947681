import { describe, expect, it } from 'vitest';
import { isSecretField } from './fields';
import { lastWords } from './lastWords';
import { createRedaction, mask } from './redaction';

const secret = 'pa$$ w"ord/+ü';

describe('redaction by value', () => {
  it('masks the value wherever it stands', () => {
    const redaction = createRedaction();
    redaction.register('s3cr3t-token');
    expect(redaction.redact('a s3cr3t-token, and s3cr3t-tokens3cr3t-token')).toBe(`a ${mask}, and ${mask}${mask}`);
    expect(redaction.redact('s3cr3t')).toBe('s3cr3t');
  });

  it.each([
    ['plain', secret],
    ['in JSON', JSON.stringify({ a: secret })],
    ['in a URL', `https://host/?p=${encodeURIComponent(secret)}&q=1`],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
    ['basic auth of a user', Buffer.from(`u:${secret}`).toString('base64')],
    ['basic auth of another user', Buffer.from(`us:${secret}:x`).toString('base64')],
    ['basic auth of a third user', Buffer.from(`use:${secret}`).toString('base64')],
  ])('finds a secret %s', (_, text) => {
    const redaction = createRedaction();
    redaction.register(secret);
    expect(redaction.redact(text)).toContain(mask);
  });

  it('masks a key line by line', () => {
    const redaction = createRedaction();
    const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
    redaction.register(`-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n`);
    expect(redaction.redact(`bad line ${line}`)).toBe(`bad line ${mask}`);
    expect(redaction.redact('-----BEGIN PRIVATE KEY-----')).toBe('-----BEGIN PRIVATE KEY-----');
  });

  it('leaves nothing of two secrets that overlap', () => {
    const redaction = createRedaction();
    redaction.register('abcdefgh');
    redaction.register('efghijkl');
    redaction.register('abcdefghij-long');
    expect(redaction.redact('<abcdefghijkl>')).toBe(`<${mask}>`);
    expect(redaction.redact('<abcdefghij-long>')).toBe(`<${mask}>`);
  });

  it('does not register what is too short to be told from ordinary text', () => {
    const redaction = createRedaction();
    redaction.register('admin');
    redaction.register('  a    ');
    expect(redaction.redact('the administrator')).toBe('the administrator');
  });

  it('walks values and keys', () => {
    const redaction = createRedaction();
    redaction.register('hunter2hunter2');
    expect(redaction.redactDeep({ list: ['x hunter2hunter2', 1, null], hunter2hunter2: true })).toEqual({ list: [`x ${mask}`, 1, null], [mask]: true });
  });

  it('keeps finding one secret among thousands', () => {
    const redaction = createRedaction();
    for (let index = 0; index < 5000; index += 1) redaction.register(`secret-number-${index}-${index * 7919}`);
    const text = `${'ordinary text '.repeat(10_000)}secret-number-4242-${4242 * 7919}!`;
    expect(redaction.redact(text).endsWith(`text ${mask}!`)).toBe(true);
  });
});

describe('redaction by name', () => {
  it.each(['token', 'idToken', 'client-key-data', 'Set-Cookie', 'password', 'API_KEY', 'clientKey', 'kubeconfig', 'tokens'])('%s is secret', (name) => {
    expect(isSecretField(name)).toBe(true);
  });
  it.each(['name', 'key', 'tokenFile', 'secretName', 'kubeconfigSource', 'imagePullSecretName'])('%s is not', (name) => {
    expect(isSecretField(name)).toBe(false);
  });
});

describe('last words of a process', () => {
  it('tell what happened and where, without the secrets that the error and its causes carry', () => {
    const redaction = createRedaction();
    redaction.register('s3cr3t-token');
    const cause = Object.assign(new Error('refused s3cr3t-token'), { config: { headers: { Authorization: 'Bearer s3cr3t-token' } } });
    const text = lastWords(new Error('cannot list pods', { cause }), redaction);
    expect(text).toContain('cannot list pods');
    expect(text).toContain('redaction.test.ts');
    expect(text).toContain(`refused ${mask}`);
    expect(text).not.toContain('s3cr3t-token');
  });
});
