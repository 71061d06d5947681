import { describe, expect, it } from 'vitest';
import { allowedHosts, isLoopback } from './allowedHosts';
import { browserCommand } from './openBrowser';
import { parseBastionOptions } from './options';

describe('hosts that a bastion answers to', () => {
  it('are the names of loopback, with the port', () => {
    expect([...allowedHosts('127.0.0.1', [], 7391, false)]).toEqual(['localhost:7391', '127.0.0.1:7391', '[::1]:7391']);
  });
  it('are the names it was given, in any case and without the usual port', () => {
    const hosts = allowedHosts('10.0.0.5', ['Bastion.example'], 443, true);
    expect([...hosts]).toEqual(['10.0.0.5:443', '10.0.0.5', 'bastion.example:443', 'bastion.example']);
  });
  it('include the machine’s own addresses when it listens on all', () => {
    expect(allowedHosts('0.0.0.0', [], 8443, true)).toContain('127.0.0.1:8443');
    expect(allowedHosts('0.0.0.0', [], 8443, true)).not.toContain('0.0.0.0:8443');
  });
  it.each([['127.0.0.1', true], ['127.8.9.1', true], ['::1', true], ['localhost', true], ['10.0.0.1', false], ['127.evil.example', false]])('%s: loopback %s', (host, expected) =>
    expect(isLoopback(host)).toBe(expected),
  );
});

describe('options of a bastion', () => {
  it('have safe defaults', () => expect(parseBastionOptions([], {})).toMatchObject({ host: '127.0.0.1', port: null, tls: null, open: false }));
  it('take the passphrase file from the environment', () =>
    expect(parseBastionOptions([], { WHEELHOUSE_PASSPHRASE_FILE: '/run/secrets/p' }).passphraseFile).toBe('/run/secrets/p'));
  it.each([[['--port=99999']], [['--port=x']], [['--tls-cert=a']], [['--nonsense']]])('refuse %j', (args) => expect(() => parseBastionOptions(args, {})).toThrow(/--/));
});

it('opens a browser in the way of each system', () => {
  expect(browserCommand('http://x/', 'linux')).toEqual({ command: 'xdg-open', args: ['http://x/'] });
  expect(browserCommand('http://x/', 'darwin').command).toBe('open');
  expect(browserCommand('http://x/', 'win32').args).toEqual(['/c', 'start', '""', 'http://x/']);
});
