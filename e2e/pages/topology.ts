import type { Locator, Page } from '@playwright/test';

/** The topology of an environment with its side panel and dialogs. */
export class TopologyPage {
  readonly panel: Locator;
  readonly dialog: Locator;
  readonly freshness: Locator;

  constructor(readonly page: Page) {
    this.panel = page.getByRole('complementary');
    // The one on top: the drawer of operations may be open below it.
    this.dialog = page.getByRole('dialog').last();
    this.freshness = page.locator('[data-freshness]').first();
  }

  node(kind: string, name: string): Locator {
    return this.page.locator(`[data-object="${kind}/${name}"]`);
  }

  /** Opens the panel of an object by a click on its node. */
  async select(kind: string, name: string): Promise<void> {
    await this.node(kind, name).click();
    await this.panel.getByRole('heading', { name }).waitFor();
  }

  /** Goes to the node of an object with Tab, as somebody does who has no mouse. */
  async focusNode(kind: string, name: string): Promise<void> {
    const isThere = (): Promise<boolean> => this.node(kind, name).evaluate((card) => document.activeElement?.contains(card) === true && document.activeElement.matches('.react-flow__node'));
    await this.page.getByRole('textbox').first().focus();
    for (let steps = 0; steps < 80; steps += 1) {
      if (await isThere()) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${kind} ${name}`);
  }

  status(): Locator {
    return this.panel.locator('[data-status]').first();
  }

  action(name: string | RegExp): Locator {
    return this.panel.getByRole('toolbar').getByRole('button', { name });
  }

  /** What stands in the menu behind the buttons. */
  async menuAction(name: string | RegExp): Promise<void> {
    await this.panel.getByRole('toolbar').getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('menuitem', { name }).click();
  }

  async tab(name: 'Overview' | 'Timeline' | 'Events' | 'YAML'): Promise<void> {
    await this.panel.getByRole('tab', { name }).click();
  }

  revision(number: number): Locator {
    return this.panel.locator(`[data-revision="${number}"]`);
  }

  pods(): Locator {
    return this.panel.locator('[data-pod]');
  }

  /** Upgrades the open component to a tag, as far as the operation's start. */
  async upgrade(tag: string): Promise<void> {
    await this.action('Upgrade…').click();
    await this.dialog.getByRole('combobox', { name: 'Tag or digest' }).fill(tag);
    await this.confirm('Upgrade');
  }

  /** Presses the dialog's button as soon as the dry run allows it. */
  async confirm(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
    await this.page.getByRole('dialog', { name: /^(Upgrade|Roll back|Restart|Scale|Stop|Pause|Resume) / }).waitFor({ state: 'detached' });
  }
}
