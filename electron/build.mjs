import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfChanged } from './build/fingerprint.mjs';
import { buildSchemas } from './build/schemas.mjs';

/**
 * `npm run build`: bundles for Node by esbuild and the renderer by vite, into dist/. What has not changed since
 * the last build is left alone, so that `npm start` is quick the second time.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/** What bundled CommonJS packages take for granted and an ES module does not have (write-file-atomic reads `__filename`). */
const commonJsGlobals = [
  "import { createRequire as createRequireForBundle } from 'node:module';",
  'const require = createRequireForBundle(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;',
].join(' ');

const nodeBundles = [
  { entry: 'electron/main/main.ts', out: 'main/main.js', format: 'esm' },
  { entry: 'electron/engine/engine.ts', out: 'engine/engine.js', format: 'esm' },
  { entry: 'electron/headless/headless.ts', out: 'headless/headless.js', format: 'esm' },
  { entry: 'electron/demo/demo.ts', out: 'demo/demo.js', format: 'esm' },
  // A sandboxed preload has no module loader.
  { entry: 'electron/preload/preload.ts', out: 'preload/preload.cjs', format: 'cjs' },
];

const bundleForNode = async () => {
  const { build } = await import('esbuild');
  await Promise.all(
    nodeBundles.map(({ entry, out, format }) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: path.join(dist, out),
        tsconfig: path.join(root, 'tsconfig.json'),
        bundle: true,
        platform: 'node',
        target: 'node20.19',
        format,
        external: ['electron'],
        // Packages name their ES module first, so that esbuild drops what is not used.
        mainFields: ['module', 'main'],
        define: { WHEELHOUSE_VERSION: JSON.stringify(version) },
        banner: format === 'esm' ? { js: commonJsGlobals } : {},
        sourcemap: true,
        legalComments: 'linked',
        logLevel: 'warning',
      }),
    ),
  );
};

const bundleRenderer = async () => {
  const { build } = await import('vite');
  await build({ configFile: path.join(root, 'renderer/vite.config.ts'), logLevel: 'warn' });
};

const toolchain = ['package.json', 'package-lock.json', 'tsconfig.json', 'electron/build.mjs'];
const targets = [
  { name: 'node', inputs: ['electron', 'shared', ...toolchain], work: bundleForNode },
  { name: 'renderer', inputs: ['renderer', 'shared', ...toolchain], work: bundleRenderer },
];

await Promise.all([
  buildSchemas(),
  ...targets.map(({ name, inputs, work }) => buildIfChanged({ root, stamp: path.join(dist, `.${name}.stamp`), inputs, work })),
]);
