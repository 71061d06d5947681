import type { ElectronApplication } from '@playwright/test';
import { wireCases } from '@shared/wire/testing/cases';
import { test as base } from '../fixtures/app';
import { launchUtilityApp } from '../fixtures/utility/launch';
import type { UtilityApp } from '../fixtures/utility/main';

// The wire's conformance suite (shared/wire/conformance.test.ts) over the ports that the desktop really uses.
const test = base.extend<object, { utilityApp: ElectronApplication }>({
  utilityApp: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are used from the pattern.
    async ({}, use) => {
      const { app, stop } = await launchUtilityApp();
      await use(app);
      await stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

test.describe('the wire over the port of a utility process @desktop', () => {
  for (const { title } of wireCases.filter(({ looksInside }) => !looksInside)) {
    test(title, ({ utilityApp }) => utilityApp.evaluate((_, name) => (globalThis as UtilityApp).runWireCase(name), title));
  }
});
