/** This machine: settings, vault, the engine itself. */
export const hostSentences = {
  'host.fileNotRead': '{{path}} cannot be read ({{reason}}): check its permissions, then try again',
  'host.fileNotWritten': '{{path}} cannot be written ({{reason}}): check the free space and its permissions, then try again',
  'host.dataInUse': 'Another Wheelhouse (process {{pid}}) is using {{path}}: stop it first, or start this one with another folder (--data)',
  'host.vaultLocked': 'The vault is locked: enter its passphrase',
  'host.vaultUninitialized': 'Choose a passphrase: it encrypts the credentials that Wheelhouse keeps on this machine',
  'host.wrongPassphrase': 'This passphrase does not open the vault: check it and try again',
  'host.vaultKeyDamaged': 'The key of the vault in {{path}} is damaged: restore it from a backup, or move it away to begin with an empty vault',
  'host.vaultKeyForeign':
    'The keychain of this machine does not open the key of the vault in {{path}}: sign in to the keychain it was made with, or move the file away to begin with an empty vault',
  'host.noKeychain':
    'This machine offers no keychain, so secrets cannot be kept safely: start a keyring (GNOME Keyring or KWallet), or allow plain-text secrets for this machine in the settings',
  'host.keychainRefused': 'The keychain of this machine refuses ({{reason}}): unlock it, let Wheelhouse use it, then try again',
  'host.plainTextSecrets': 'This machine offers no keychain: secrets are kept without real encryption, as the settings allow',
  'host.secretDamaged': 'A stored secret cannot be decrypted: enter it again',
  'host.portTaken': 'Port {{port}} on {{host}} is taken: choose another one with --port',
  'host.portRefused': 'Wheelhouse cannot listen on {{host}}, port {{port}}: {{reason}}',
  'host.tlsRequired': '{{host}} can be reached from other machines: give a certificate with --tls-cert and --tls-key, or listen on 127.0.0.1',
  'host.tlsInvalid': 'The certificate {{cert}} and the key {{key}} cannot be used: {{reason}}',
} as const;
