import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * `npm run bench [-- NAME…]`: one JSON line per figure, each with its control from the same run. The figures are
 * bundled as the engine is, and run in a process of their own each, so that none inherits another's memory.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const benches = ['wire', 'firstSync', 'startUp', 'demo'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}: ${benches.join(', ')}`);
  process.exit(2);
}

const built = spawnSync(process.execPath, ['electron/build.mjs'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-bench-'));
let failed = false;
try {
  for (const name of asked.length > 0 ? asked : benches) {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      stdin: { contents: `import { measure } from './e2e/bench/${name}'; for (const figure of await measure()) process.stdout.write(JSON.stringify(figure) + '\\n');`, resolveDir: root },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      define: { WHEELHOUSE_VERSION: '"bench"' },
    });
    const run = spawnSync(process.execPath, ['--expose-gc', outfile], { cwd: root, stdio: 'inherit' });
    failed ||= run.status !== 0;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
