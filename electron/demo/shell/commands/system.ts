import { complain, readFlags, type Command, type CommandContext } from '../command';
import { interruptedCode } from '../interpreter';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const say = async ({ stdout }: CommandContext, line: string, code = 0): Promise<number> => {
  await stdout.write(`${line}\n`);
  return code;
};

/** Ends early when interrupted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, Math.min(ms, 2 ** 31 - 1));
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });

const sleep: Command = async (context) => {
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };
  let seconds = 0;
  for (const arg of context.args) {
    const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg) ?? [];
    if (number === undefined) return complain(context, `invalid number '${arg}'`);
    seconds += Number(number) * (units[unit || 's'] ?? 1);
  }
  await pause(seconds * 1000, context.signal);
  return context.signal.aborted ? interruptedCode : 0;
};

const date: Command = async (context) => {
  const format = context.args.find((arg) => arg.startsWith('+'));
  const now = new Date(context.machine.site.clock.now());
  const iso = now.toISOString();
  const two = (value: number) => String(value).padStart(2, '0');
  const parts: Record<string, string> = {
    Y: iso.slice(0, 4), m: iso.slice(5, 7), d: iso.slice(8, 10), H: iso.slice(11, 13), M: iso.slice(14, 16), S: iso.slice(17, 19), N: `${iso.slice(20, 23)}000000`,
    F: iso.slice(0, 10), T: iso.slice(11, 19), s: String(Math.floor(now.getTime() / 1000)), Z: 'UTC', z: '+0000', a: days[now.getUTCDay()] ?? '', b: months[now.getUTCMonth()] ?? '', e: String(now.getUTCDate()).padStart(2), y: two(now.getUTCFullYear() % 100), '%': '%',
  };
  if (format) return say(context, format.slice(1).replace(/%([A-Za-z%])/g, (whole, letter: string) => parts[letter] ?? whole));
  if (context.args.includes('-Iseconds')) return say(context, `${iso.slice(0, 19)}+00:00`);
  return say(context, `${parts['a']} ${parts['b']} ${parts['e']} ${parts['T']} UTC ${parts['Y']}`);
};

const env: Command = async (context) => {
  const { state, args } = context;
  const assigned = args.filter((arg) => /^\w+=/.test(arg));
  const rest = args.filter((arg) => !/^(\w+=|-)/.test(arg));
  if (rest.length > 0) {
    for (const arg of assigned) state.variables.set(arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1));
    return context.run(rest);
  }
  const visible = [...state.exported].flatMap((name) => (state.variables.has(name) ? [`${name}=${state.variables.get(name)}`] : []));
  return say(context, [...visible, ...assigned].join('\n'));
};

const printenv: Command = async (context) => {
  const [name] = context.args;
  if (name === undefined) return env(context);
  return context.state.exported.has(name) ? say(context, context.state.variables.get(name) ?? '') : 1;
};

/** `1h02`, `3:05`: how long, as ps shows it. */
const cpuTime = (ms: number) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

const ps: Command = async (context) => {
  const { machine } = context;
  await say(context, 'PID   USER     TIME  COMMAND');
  for (const process of machine.processes()) {
    // A hundredth of its life, as an idle service uses.
    const used = (machine.site.clock.now() - process.startedAt) / 100;
    await say(context, `${String(process.pid).padStart(5)} ${process.user.padEnd(8)} ${cpuTime(process.pid === 1 ? used : 0).padStart(5)} ${process.command}`);
  }
  return 0;
};

const signals: Record<string, number> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, TERM: 15 };

const kill: Command = async (context) => {
  const [first = '', ...others] = context.args;
  const isSignal = first.startsWith('-');
  const name = first.replace(/^-(SIG)?/, '');
  const signal = isSignal ? (signals[name] ?? Number(name)) : 15;
  if (Number.isNaN(signal)) return complain(context, `bad signal name '${name}'`);
  let code = 0;
  for (const pid of isSignal ? others : context.args) {
    const process = context.machine.processes().find((candidate) => candidate.pid === Number(pid));
    if (process) process.kill(signal);
    else code = await complain(context, `can't kill pid ${pid}: No such process`);
  }
  return code;
};

const elapsed = (ms: number) => {
  const minutes = Math.floor(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours >= 24 ? `${Math.floor(hours / 24)} days, ${hours % 24}:${String(minutes % 60).padStart(2, '0')}` : hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}` : `${minutes} min`;
};

const uptime: Command = (context) => {
  const { clock } = context.machine.site;
  return say(context, ` ${new Date(clock.now()).toISOString().slice(11, 19)} up ${elapsed(clock.elapsedMs())},  load average: 0.21, 0.18, 0.15`);
};

const free: Command = async (context) => {
  const flags = readFlags(context.args, 'mhkg');
  const used = context.machine.processes().reduce((sum, process) => sum + process.residentKiB, 2_400_000);
  const show = (kib: number) => String(flags.has('m') || flags.has('h') ? Math.round(kib / 1024) : kib).padStart(12);
  const total = 8_145_072;
  await say(context, '              total        used        free      shared  buff/cache   available');
  return say(context, `Mem:  ${show(total)}${show(used)}${show(total - used - 1_900_000)}${show(12_400)}${show(1_900_000)}${show(total - used)}`);
};

const id: Command = (context) => say(context, context.args[0] === '-u' || context.args[0] === '-g' ? '0' : context.args[0] === '-un' ? 'root' : 'uid=0(root) gid=0(root) groups=0(root)');

const uname: Command = (context) => {
  const flags = readFlags(context.args, 'asnrvmo');
  const parts: [string, string][] = [['s', 'Linux'], ['n', context.machine.hostname], ['r', '6.1.0-28-amd64'], ['v', '#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1'], ['m', 'x86_64'], ['o', 'GNU/Linux']];
  const wanted = parts.filter(([flag]) => flags.has('a') || flags.has(flag)).map(([, text]) => text);
  return say(context, wanted.length > 0 ? wanted.join(' ') : 'Linux');
};

const stty: Command = async (context) => {
  if (!context.terminal) return complain(context, 'standard input: Inappropriate ioctl for device');
  const { rows, columns } = context.terminal.size;
  return context.args[0] === 'size' ? say(context, `${rows} ${columns}`) : say(context, `speed 38400 baud; rows ${rows}; columns ${columns};`);
};

const time: Command = async (context) => {
  const began = performance.now();
  const code = await context.run(context.args);
  const seconds = (performance.now() - began) / 1000;
  await context.stderr.write(`real\t0m ${seconds.toFixed(2)}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
  return code;
};

const timeout: Command = async (context) => {
  const [seconds = '', ...argv] = context.args;
  const running = context.run(argv);
  return Promise.race([running, pause(Number.parseFloat(seconds) * 1000, context.signal).then(() => 143)]);
};

const tty: Command = (context) => (context.terminal ? say(context, '/dev/pts/0') : say(context, 'not a tty', 1));

const yes: Command = async ({ args, stdout, signal }) => {
  while (!signal.aborted) {
    await stdout.write(`${args.length > 0 ? args.join(' ') : 'y'}\n`.repeat(100));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return interruptedCode;
};

export const system: Readonly<Record<string, Command>> = {
  sleep,
  date,
  env,
  printenv,
  ps,
  kill,
  uptime,
  free,
  id,
  uname,
  stty,
  time,
  timeout,
  tty,
  yes,
  whoami: (context) => say(context, 'root'),
  hostname: (context) => say(context, context.machine.hostname),
  nproc: (context) => say(context, '4'),
  sync: async () => 0,
  clear: async ({ stdout }) => {
    await stdout.write('\u001b[H\u001b[2J\u001b[3J');
    return 0;
  },
};
