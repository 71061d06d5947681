import { parseOptions } from './options';
import { startDemo } from './start';

/**
 * The demo as a process: says where its sites are in one line of JSON, and goes when its parent does (stdin closes)
 * or SIGTERM comes.
 */
async function main(): Promise<void> {
  const demo = await startDemo(parseOptions(process.argv.slice(2)));
  let closing: Promise<void> | undefined;
  const stop = () => {
    closing ??= demo.close().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.stdin.on('end', stop).on('error', stop).resume();
  const sites = demo.sites.map(({ name, server, registry, dockerConfig, robotDockerConfig, kubeconfig, viewerKubeconfig, developerKubeconfig }) => ({ name, server, registry, dockerConfig, robotDockerConfig, kubeconfig, viewerKubeconfig, developerKubeconfig }));
  process.stdout.write(`${JSON.stringify({ ready: true, sites, ...(demo.control && { control: demo.control }) })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
