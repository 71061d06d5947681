import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** A `no-restricted-imports` entry: who may not be imported here, and why. */
const banned = (group, message) => ({ group, message });

const onlyMainMayImportElectron = banned(
  ['electron', 'electron/*', 'electron-store'],
  'Only electron/main, electron/preload and the desktop platform import electron (design §2, rule 2).',
);
const noRenderer = banned(['@renderer/*', '**/renderer/**'], 'electron and renderer never import each other (design §2, rule 1).');
const noElectron = banned(['@electron/*', '**/electron/**', 'node:*', 'electron'], 'electron and renderer never import each other (design §2, rule 1).');
const importRule = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['shared', 'electron', 'renderer', 'e2e'].map((folder) => `${folder}/tsconfig.json`), tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      // We write factories, whose functions use no `this`; the rule cannot tell them from methods.
      '@typescript-eslint/unbound-method': 'off',
      'no-console': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['shared/**/*.ts'],
    ignores: ['shared/**/*.test.ts', 'shared/**/testing/**'],
    rules: importRule(
      banned(['@electron/*', '@renderer/*', 'node:*', 'electron', 'react', 'ws'], 'shared imports only zod and itself (design §2, rule 1).'),
    ),
  },
  {
    files: ['electron/**/*.ts'],
    ignores: ['electron/main/**', 'electron/preload/**', 'electron/platform/desktop/**'],
    rules: importRule(onlyMainMayImportElectron, noRenderer),
  },
  { files: ['electron/main/**/*.ts', 'electron/preload/**/*.ts', 'electron/platform/desktop/**/*.ts'], rules: importRule(noRenderer) },
  {
    // A service is entered through its index.ts only; compose.ts wires them (design §2, rule 3).
    files: ['electron/engine/services/**/*.ts'],
    rules: importRule(onlyMainMayImportElectron, noRenderer, banned(['@electron/engine/services/*/*'], 'Enter another service through its index.ts.')),
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { ...reactHooks.configs.recommended.rules, ...importRule(noElectron) },
  },
  {
    files: ['renderer/features/**/*.ts', 'renderer/features/**/*.tsx'],
    rules: importRule(noElectron, banned(['@renderer/features/*'], 'Features never import each other: move what they share to state or ui.')),
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off' },
  },
  {
    files: ['**/*.mjs', 'renderer/vite.config.ts'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', fetch: 'readonly', AbortSignal: 'readonly', clearTimeout: 'readonly', Buffer: 'readonly' } },
  },
);
