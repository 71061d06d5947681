import { expect, type Locator, type Page } from '@playwright/test';

/** The card of the guided tour. */
export class TourCard {
  readonly card: Locator;

  constructor(readonly page: Page) {
    this.card = page.getByRole('region', { name: 'Guided tour' });
  }

  /** Waits for a step, whose card must lie within the window. */
  async expectStep(title: string): Promise<void> {
    await expect(this.card).toContainText(title, { timeout: 90_000 });
    await expect(this.card).toBeInViewport({ ratio: 0.99 });
  }

  button(name: string): Locator {
    return this.card.getByRole('button', { name });
  }
}
