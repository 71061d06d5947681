import { expect, type Locator, type Page } from '@playwright/test';
import { runCommand } from './palette';

/** The drawer of operations, with the newest one unfolded. */
export class OperationsDrawer {
  readonly drawer: Locator;

  constructor(readonly page: Page) {
    this.drawer = page.getByRole('dialog', { name: /Operations/ });
  }

  /** Opens it from wherever one is, by its command. */
  async open(): Promise<void> {
    await runCommand(this.page, 'Show running operations');
    await this.drawer.waitFor();
  }

  /** The operation that is unfolded. */
  current(): Locator {
    return this.drawer.locator('[data-operation]').first();
  }

  problems(): Locator {
    return this.drawer.locator('[data-problems]').first();
  }

  rollbackButton(): Locator {
    return this.drawer.getByRole('button', { name: /Roll back to revision/ }).first();
  }

  /** Waits for the newest operation to end with this word. */
  async expectEnded(word: 'Done' | 'Failed' | 'Canceled'): Promise<void> {
    await expect(this.current()).toContainText(word, { timeout: 90_000 });
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.drawer.waitFor({ state: 'hidden' });
  }
}
