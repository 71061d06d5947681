import { parseOptions } from './options';
import { startDemo } from './start';

/**
 * The demo as a process: says where its sites are in one line of JSON, and goes when its parent does or SIGTERM comes.
 * A child of plain Node sees its parent go by its standard input. A utility process of Electron has none, so that reading
 * it would be the end at once; Chromium ends it with the main process.
 */
async function main(): Promise<void> {
  const demo = await startDemo(parseOptions(process.argv.slice(2)));
  let closing: Promise<void> | undefined;
  const stop = () => {
    closing ??= demo.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  // Ctrl+C in a terminal reaches every process of the group. Whoever started this one gets it too, and says what to do.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, process.stdin.isTTY ? stop : () => undefined);
  const hasInput = !('parentPort' in process);
  if (hasInput) process.stdin.on('end', stop).on('error', stop).resume();
  const sites = demo.sites.map(({ name, server, registry, dockerConfig, robotDockerConfig, kubeconfig, viewerKubeconfig, developerKubeconfig }) => ({ name, server, registry, dockerConfig, robotDockerConfig, kubeconfig, viewerKubeconfig, developerKubeconfig }));
  process.stdout.write(`${JSON.stringify({ ready: true, sites, ...(demo.control && { control: demo.control }) })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
