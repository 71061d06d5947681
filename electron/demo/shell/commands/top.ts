import { readFlags, type Command, type CommandContext } from '../command';
import { pause } from './system';

const everyMs = 2000;

/** One screen of `top`. The shares sway with time so that it looks alive, but come from nothing else: the same moment shows the same. */
function screen({ machine }: CommandContext, width: number): string {
  const now = machine.site.clock.now();
  const sway = (salt: number, most: number) => Math.abs(Math.sin(now / 7000 + salt)) * most;
  const processes = machine.processes();
  const used = processes.reduce((sum, { residentKiB }) => sum + residentKiB, 2_400_000);
  const user = sway(1, 6);
  const system = sway(2, 2);
  const header = [
    `Mem: ${used}K used, ${8_145_072 - used}K free, 12400K shrd, 84212K buff, 1900000K cached`,
    `CPU: ${user.toFixed(0).padStart(3)}% usr ${system.toFixed(0).padStart(3)}% sys   0% nic ${(100 - user - system).toFixed(0).padStart(3)}% idle   0% io   0% irq   0% sirq`,
    `Load average: ${(0.1 + sway(3, 0.3)).toFixed(2)} 0.18 0.15 1/${processes.length} ${processes.at(-1)?.pid ?? 1}`,
    '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
  ];
  const rows = processes.map(({ pid, user: owner, residentKiB, command }) => {
    const share = pid === 1 ? user : sway(pid, 0.4);
    return `${String(pid).padStart(5)} ${String(pid === 1 ? 0 : 1).padStart(5)} ${owner.padEnd(8)} ${command === 'top' ? 'R' : 'S'}   ${String(Math.round(residentKiB * 1.6)).padStart(6)} ${String(Math.round((residentKiB * 160) / 8_145_072)).padStart(4)}%   ${pid % 4} ${share.toFixed(0).padStart(3)}% ${command}`;
  });
  return [...header, ...rows].map((line) => `${line.slice(0, width)}\n`).join('');
}

export const top: Command = async (context) => {
  const { stdout, terminal, signal } = context;
  const flags = readFlags(context.args, 'bn:d:');
  let left = Number(flags.value('n') ?? Infinity);
  const delayMs = flags.value('d') ? Number(flags.value('d')) * 1000 : everyMs;
  while (!signal.aborted && left > 0) {
    await stdout.write(`${terminal ? '\u001b[H\u001b[J' : ''}${screen(context, terminal?.size.columns ?? 512)}`);
    left -= 1;
    if (left <= 0) break;
    const key = terminal ? await terminal.readKey(delayMs) : await pause(delayMs, signal);
    if (key === 'q' || key === '\u0003' || key === '\u0004') break;
  }
  return 0;
};
