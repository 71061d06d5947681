import type { Locator, Page } from '@playwright/test';

interface NewEnvironment {
  name: string;
  context: string;
  namespace: string;
  class?: 'dev' | 'test' | 'prod';
  policy?: 'Normal' | 'Read-only' | 'Protected';
}

/** First run, and the page of environments and connections. */
export class EnvironmentsPage {
  constructor(readonly page: Page) {}

  contextRow(name: string): Locator {
    return this.page.getByRole('row').filter({ hasText: name });
  }

  /** Adds an environment through the dialog and waits until its page is open. */
  async add({ name, context, namespace, class: environmentClass = 'dev', policy = 'Normal' }: NewEnvironment): Promise<void> {
    await this.page.getByRole('button', { name: /Add environment/ }).first().click();
    const dialog = this.page.getByRole('dialog', { name: /Add environment/ });
    await dialog.getByLabel('Context').click();
    await this.page.getByRole('option', { name: new RegExp(context) }).first().click();
    await dialog.getByLabel('Namespace').fill(namespace);
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByText(environmentClass, { exact: true }).click();
    await dialog.getByText(policy, { exact: true }).click();
    await dialog.getByRole('button', { name: 'Add environment' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
}
