import { resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { en } from '@renderer/i18n/en/index';
import { sentences } from '@shared/sentences/index';
import { expect, test } from '../fixtures/app';
import { runCommand } from '../pages/palette';

const pictures = resolve(import.meta.dirname, '../../test-results/look');
const themes = { light: 'Use the light theme', dark: 'Use the dark theme' };
const languages = { en: 'Switch to English', 'zh-CN': '切换到简体中文' };

const keysOf = (texts: object, path = ''): string[] => Object.entries(texts).flatMap(([name, text]) => (typeof text === 'string' ? [`${path}${name}`] : keysOf(text as object, `${path}${name}.`)));
const keys = new Set([...keysOf(en), ...Object.keys(sentences)]);
/** Where a text is missing, its key is shown. Procedures in the audit look alike and are none. */
const keysIn = (text: string): string[] => text.split(/[\s"(),:]+/).filter((word) => keys.has(word));

const firstRunIsThere = (page: Page): Promise<void> => page.getByRole('button', { name: 'Paste kubeconfig' }).waitFor();

const look = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: resolve(pictures, `${name}.png`) });
  expect(keysIn(await page.locator('body').innerText()), name).toEqual([]);
  // The rules of WCAG A and AA; what blocks somebody from working.
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`),
    name,
  ).toEqual([]);
};

for (const [language, toLanguage] of Object.entries(languages)) {
  for (const [theme, toTheme] of Object.entries(themes)) {
    // One host is enough: both show the same page in the same browser engine.
    test(`every page in ${language}, ${theme} @browser`, async ({ start, site, environments, topology: openTopology }) => {
      test.setTimeout(240_000);
      const { page } = await start();
      const pictureOf = (name: string): string => `${name}-${theme}-${language}`;
      await firstRunIsThere(page);
      await look(page, pictureOf('first-run'));
      await environments(page).add({ name: 'shop', context: site.context, namespace: 'dev', class: 'prod', policy: 'Normal' });
      await runCommand(page, toTheme);
      await runCommand(page, toLanguage);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);

      const topology = openTopology(page);
      await expect(topology.freshness).toHaveAttribute('data-freshness', 'live');
      await topology.node('Deployment', 'nicefish-ui').waitFor();
      await look(page, pictureOf('topology'));
      await topology.node('Deployment', 'nicefish-ui').click();
      await expect(topology.pods().first()).toBeVisible();
      await look(page, pictureOf('panel-overview'));
      for (const [index, tab] of ['timeline', 'events', 'yaml'].entries()) {
        await topology.panel.getByRole('tab').nth(index + 1).click();
        await expect(topology.panel.getByRole('tabpanel')).not.toBeEmpty();
        await look(page, pictureOf(`panel-${tab}`));
      }
      await page.keyboard.press('u');
      await topology.dialog.getByRole('combobox').last().fill('9.9.9');
      await expect(topology.dialog.getByRole('row').filter({ hasText: '.image' })).toBeVisible();
      await look(page, pictureOf('change-dialog'));
      await topology.dialog.getByRole('banner').getByRole('button').click();
      await expect(topology.dialog).toBeHidden();
      await page.keyboard.press('Escape');
      await expect(topology.panel).toBeHidden();

      for (const [name, address] of Object.entries({ environments: '#/', operations: '#/operations', audit: '#/audit', settings: '#/settings', nowhere: '#/nowhere' })) {
        await page.evaluate((hash) => (window.location.hash = hash), address);
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
        await look(page, pictureOf(name));
      }
    });
  }
}

test('a narrow window keeps everything in reach @browser', async ({ start, site, environments, topology: openTopology }) => {
  const { page } = await start();
  await page.setViewportSize({ width: 900, height: 600 });
  await firstRunIsThere(page);
  await look(page, 'narrow-first-run');
  await environments(page).add({ name: 'shop', context: site.context, namespace: 'dev', class: 'prod', policy: 'Protected' });
  const topology = openTopology(page);
  await topology.select('Deployment', 'nicefish-ui');
  await expect(topology.action('Upgrade…')).toBeInViewport();
  await look(page, 'narrow-panel');
  await topology.tab('Timeline');
  await look(page, 'narrow-timeline');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(900);
});

test('everything can be reached with the keyboard alone', async ({ start, site, environments, topology: openTopology }) => {
  const { page } = await start();
  await environments(page).add({ name: 'shop', context: site.context, namespace: 'dev' });
  await page.getByRole('link', { name: 'Settings' }).click();

  const topology = openTopology(page);
  await runCommand(page, 'Open shop');
  await expect(topology.node('Deployment', 'nicefish-ui')).toBeVisible();

  await topology.focusNode('Deployment', 'nicefish-ui');
  await page.keyboard.press('Enter');
  await expect(topology.panel.getByRole('heading', { name: 'nicefish-ui' })).toBeVisible();
  await expect(topology.action('Upgrade…')).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('u');
  await expect(page.getByRole('dialog', { name: 'Upgrade nicefish-ui' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(topology.panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(topology.panel).toBeHidden();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Go to environments and connections');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { name: 'Environments and connections' })).toBeVisible();
});
