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

  context(name: string): Locator {
    return this.page.locator(`[data-context="${name}"]`);
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

  /** Pastes a kubeconfig; on a bastion that has no vault yet, a passphrase is chosen on the way. */
  async paste(name: string, text: string, { choosePassphrase }: { choosePassphrase: string | null }): Promise<void> {
    await this.page.getByRole('button', { name: 'Paste kubeconfig' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Paste a kubeconfig' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('Kubeconfig (YAML)').fill(text);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    if (choosePassphrase !== null) {
      const vault = this.page.getByRole('dialog', { name: 'Choose a passphrase' });
      await vault.getByLabel('Passphrase', { exact: true }).fill(choosePassphrase);
      await vault.getByLabel('Repeat passphrase').fill(choosePassphrase);
      await vault.getByRole('button', { name: 'Create vault' }).click();
      await vault.waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    }
    await dialog.waitFor({ state: 'detached' });
  }
}
