import { z } from 'zod';
import { sentenceSchema } from '@shared/sentences/sentence';

/** What the operator prefers. Environments and added kubeconfigs are kept beside it, in files of their own services. */
export const preferencesSchema = z.object({
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['system', 'light', 'dark']),
  navbarCollapsed: z.boolean(),
  /** Where the guided tour was left; null when it was not begun, or is over. */
  tourStep: z.number().int().min(0).max(50).nullable(),
  /** Desktop only: keep secrets although this machine offers no encryption at rest. */
  allowPlainTextSecrets: z.boolean(),
});
export type Preferences = z.infer<typeof preferencesSchema>;
export const defaultPreferences: Preferences = { language: 'system', theme: 'system', navbarCollapsed: false, tourStep: null, allowPlainTextSecrets: false };

export const vaultStatusSchema = z.object({
  /** `uninitialized`: a passphrase must be chosen first (bastion). `unavailable`: nothing here encrypts at rest. */
  state: z.enum(['ready', 'locked', 'uninitialized', 'unavailable', 'damaged']),
  /** `safeStorage` on the desktop, `passphrase` on a bastion. */
  kind: z.enum(['safeStorage', 'passphrase']),
  detail: sentenceSchema.nullable(),
});
export type VaultStatus = z.infer<typeof vaultStatusSchema>;

/** Something the operator should know about this machine: a file put aside, a damaged audit chain. */
export const noticeSchema = z.object({ id: z.string(), level: z.enum(['info', 'warn', 'error']), text: sentenceSchema, at: z.number() });
export type Notice = z.infer<typeof noticeSchema>;
