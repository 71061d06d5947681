import type { Page } from '@playwright/test';

/** Runs a command of the palette, found by its title, with the keyboard alone. */
export const runCommand = async (page: Page, title: string): Promise<void> => {
  await page.getByRole('navigation').first().waitFor();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('dialog').getByRole('textbox');
  await field.fill(title);
  await page.getByRole('dialog').getByRole('button', { name: title }).first().waitFor();
  await field.press('ArrowDown');
  await field.press('Enter');
};
