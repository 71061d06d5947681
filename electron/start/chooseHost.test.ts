import { describe, expect, it } from 'vitest';
import { chooseHost, type HostFacts } from './chooseHost.mjs';

const linuxDesktop: HostFacts = {
  headlessAsked: false,
  platform: 'linux',
  isRoot: false,
  hasDisplay: true,
  isOverridden: false,
  sandbox: 'usable',
  runtime: { state: 'present' },
};

describe('where Wheelhouse is shown', () => {
  it.each<[string, Partial<HostFacts>, string]>([
    ['a desktop with Electron', {}, 'desktop'],
    ['macOS, whatever Linux would need', { platform: 'darwin', hasDisplay: false, sandbox: 'blocked' }, 'desktop'],
    ['a runtime of one’s own, as root', { isOverridden: true, isRoot: true, sandbox: 'blocked' }, 'desktop'],
    ['Electron not downloaded yet', { runtime: { state: 'absent' } }, 'needsRuntime'],
    ['Electron not downloaded yet, but useless', { runtime: { state: 'absent' }, hasDisplay: false }, 'browser'],
  ])('%s', (_, facts, host) => expect(chooseHost({ ...linuxDesktop, ...facts }).host).toBe(host));

  it.each<[string, Partial<HostFacts>, string | null]>([
    ['asked for', { headlessAsked: true }, null],
    ['no display', { hasDisplay: false }, 'there is no display'],
    ['no display for a runtime of one’s own', { hasDisplay: false, isOverridden: true }, 'there is no display'],
    ['root', { isRoot: true }, 'does not run as root'],
    ['no download', { runtime: { state: 'failed', reason: 'getaddrinfo ENOTFOUND github.com' } }, 'ENOTFOUND github.com'],
    ['no sandbox', { sandbox: 'blocked' }, 'chmod 4755'],
  ])('in the browser, and why: %s', (_, facts, why) => {
    const choice = chooseHost({ ...linuxDesktop, ...facts });
    expect(choice).toEqual({ host: 'browser', why: why === null ? null : expect.stringContaining(why) });
    // One line, whatever the cause.
    expect(JSON.stringify(choice)).not.toContain('\\n');
  });
});
