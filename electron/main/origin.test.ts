import { expect, it } from 'vitest';
import { isPageUrl } from './origin';

it.each(['app://wheelhouse/index.html', 'app://wheelhouse/index.html#/environments/1'])('knows its own page: %s', (address) => expect(isPageUrl(address)).toBe(true));

it.each(['app://wheelhouse.example/', 'app://user@evil/', 'https://wheelhouse/', 'file:///etc/passwd', 'about:blank', 'javascript:alert(1)', 'app:wheelhouse', ''])(
  'takes nothing else for it: %j',
  (address) => expect(isPageUrl(address)).toBe(false),
);
