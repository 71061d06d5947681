import { readLog } from '../kubelet/followLog';
import type { RunningContainer } from '../kubelet/running';
import { nothing, nowhere } from '../shell/pipe';
import { NotStarted, runInContainer } from '../shell/run';
import { createTerminal } from '../shell/terminal';
import type { Site } from '../site';
import { exited, notExecuted, success, type CommandChannels, type CommandRequest } from './remoteCommand';

/** What a process gets that loses its container. */
const killedCode = 137;

/** Runs the command of an exec in its container, from its first byte to its status. */
export async function serveExec(site: Site, running: RunningContainer, request: CommandRequest, channels: CommandChannels): Promise<void> {
  const aborted = new AbortController();
  const stop = site.running.onEnd(running, () => aborted.abort());
  channels.gone.addEventListener('abort', () => aborted.abort(), { once: true });
  const terminal = request.tty ? createTerminal(channels.stdin ?? nothing, channels.stdout ?? nowhere) : null;
  channels.onResize((columns, rows) => terminal?.resize(columns, rows));
  const killed = new Promise<number>((resolve) => {
    aborted.signal.addEventListener('abort', () => {
      terminal?.close();
      resolve(killedCode);
    });
  });
  try {
    if (request.command.length === 0) return await channels.finish(notExecuted('failed to exec in container: failed to create exec: no command specified'));
    const stdout = terminal?.output ?? channels.stdout ?? nowhere;
    const command = runInContainer(request.command, {
      machine: site.machines.of(running),
      stdin: terminal?.input ?? channels.stdin ?? nothing,
      stdout,
      stderr: terminal?.output ?? channels.stderr ?? nowhere,
      terminal,
      signal: aborted.signal,
    });
    // A command that does not look at its signal is left to itself.
    const code = await Promise.race([command, killed]);
    await channels.finish(code === 0 ? success : exited(request.command, code));
  } catch (error) {
    const why = error instanceof NotStarted ? `failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: ${error.message}: unknown` : error instanceof Error ? error.message : String(error);
    await channels.finish(notExecuted(`failed to exec in container: ${why}`));
  } finally {
    stop();
  }
}

/** Shows what the container writes from now on. What is typed goes nowhere: the demo's programs read nothing. */
export async function serveAttach(site: Site, running: RunningContainer, channels: CommandChannels): Promise<void> {
  const life = site.logs.life(running.pod.metadata.uid, running.container.name, false);
  if (life) {
    const file = site.logs.open(life);
    for await (const lines of readLog(site, file, life, { entry: file.countAt(site.clock.now()), skip: 0 }, { running, signal: channels.gone })) {
      for (const { stream, text } of lines) await channels[stream]?.write(`${text}\n`);
    }
  }
  await channels.finish(success);
}
