import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { complain, readFlags, type Command, type CommandContext } from '../command';
import { pathOf } from './files';

interface Answer {
  status: number;
  reason: string;
  headers: string;
  body: Buffer;
}

/** Why a page cannot be had. */
interface Fault {
  what: 'resolve' | 'connect';
  host: string;
  address: string;
  port: number;
  why: string;
}

async function fetchPage({ machine }: CommandContext, url: URL, method: string, body?: string): Promise<Answer | Fault> {
  const { network } = machine.site;
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const found = network.resolve(url.hostname, machine.namespace);
  if (found === null) return { what: 'resolve', host: url.hostname, address: '', port, why: 'bad address' };
  const pod = machine.running.pod;
  const socket = found === '127.0.0.1' ? (network.connect(pod, port) ?? 'Connection refused') : network.dial(found, port);
  if (typeof socket === 'string') return { what: 'connect', host: url.hostname, address: found, port, why: socket };
  const outgoing = request({ method, host: url.hostname, port, path: `${url.pathname}${url.search}`, createConnection: () => socket, headers: { Connection: 'close', 'User-Agent': 'curl/8.5.0', Accept: '*/*' } });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const { statusCode: status = 0, statusMessage: reason = '', rawHeaders } = response;
  const headers = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('');
  return { status, reason, headers, body: Buffer.concat(chunks) };
}

const urlOf = (text: string): URL | null => URL.parse(text.includes('://') ? text : `http://${text}`);

const longFlags: Record<string, string> = { '--silent': '-s', '--head': '-I', '--include': '-i', '--fail': '-f', '--location': '-L', '--verbose': '-v', '--insecure': '-k', '--output': '-o', '--request': '-X', '--header': '-H', '--data': '-d', '--max-time': '-m', '--write-out': '-w', '--quiet': '-q', '--spider': '-S', '--show-error': '-S' };

const curl: Command = async (context) => {
  const flags = readFlags(context.args.map((arg) => longFlags[arg] ?? arg), 'sSIifLvkO:o:X:H:d:m:w:u:A:');
  const url = urlOf(flags.rest[0] ?? '');
  if (!url?.hostname) return complain(context, '(3) URL using bad/illegal format or missing URL', 3);
  const method = flags.value('X') ?? (flags.has('I') ? 'HEAD' : flags.has('d') ? 'POST' : 'GET');
  const answer = await fetchPage(context, url, method, flags.value('d'));
  if ('what' in answer) {
    const isResolve = answer.what === 'resolve';
    const message = isResolve ? `Could not resolve host: ${answer.host}` : `Failed to connect to ${answer.host} port ${answer.port} after 0 ms: ${answer.why === 'Connection refused' ? "Couldn't connect to server" : answer.why}`;
    const code = isResolve ? 6 : 7;
    return flags.has('s') && !flags.has('S') ? code : complain(context, `(${code}) ${message}`, code);
  }
  if (flags.has('f') && answer.status >= 400) return complain(context, `(22) The requested URL returned error: ${answer.status}`, 22);
  const target = flags.value('o');
  if (flags.has('i') || flags.has('I')) await context.stdout.write(`HTTP/1.1 ${answer.status} ${answer.reason}\r\n${answer.headers}\r\n`);
  if (target === undefined) await context.stdout.write(answer.body);
  else if (target !== '/dev/null') context.machine.files.write(pathOf(context, target), answer.body);
  const written = flags.value('w');
  if (written) await context.stdout.write(written.replaceAll('%{http_code}', String(answer.status)).replaceAll('\\n', '\n'));
  return 0;
};

const wget: Command = async (context) => {
  const flags = readFlags(context.args.map((arg) => longFlags[arg] ?? arg.replace(/^-qO-?$/, (found) => (found.endsWith('-') ? '-qO-' : '-qO'))), 'qO:T:ScP:t:');
  const url = urlOf(flags.rest[0] ?? '');
  if (!url?.hostname) return complain(context, 'missing URL');
  const answer = await fetchPage(context, url, 'GET');
  if ('what' in answer) return complain(context, answer.what === 'resolve' ? `bad address '${answer.host}'` : `can't connect to remote host (${answer.address}): ${answer.why}`);
  if (!flags.has('q')) await context.stderr.write(`Connecting to ${url.host} (${url.host})\n`);
  if (answer.status >= 400) return complain(context, `server returned error: HTTP/1.1 ${answer.status} ${answer.reason}`);
  const target = flags.value('O') ?? (url.pathname.split('/').at(-1) || 'index.html');
  if (target === '-') await context.stdout.write(answer.body);
  else context.machine.files.write(pathOf(context, target), answer.body);
  return 0;
};

const nslookup: Command = async (context) => {
  const [name = 'localhost'] = context.args;
  const { machine, stdout } = context;
  const address = machine.site.network.resolve(name, machine.namespace);
  await stdout.write('Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n');
  if (address === null) {
    await stdout.write(`** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  const [service, namespace = machine.namespace] = name.split('.');
  await stdout.write(`Name:\t${/^\d/.test(name) || name === 'localhost' ? name : `${service}.${namespace}.svc.cluster.local`}\nAddress: ${address}\n\n`);
  return 0;
};

/** Talks to a port: what is typed goes there, what comes is shown. */
const nc: Command = async (context) => {
  const flags = readFlags(context.args, 'zvw:');
  const [host = '', port = ''] = flags.rest;
  const { network } = context.machine.site;
  const address = network.resolve(host, context.machine.namespace);
  if (address === null) return complain(context, `bad address '${host}'`);
  const socket = address === '127.0.0.1' ? (network.connect(context.machine.running.pod, Number(port)) ?? 'Connection refused') : network.dial(address, Number(port));
  if (typeof socket === 'string') return complain(context, `can't connect to remote host (${address}): ${socket}`);
  if (flags.has('z')) {
    socket.destroy();
    if (flags.has('v')) await context.stderr.write(`${host} (${address}:${port}) open\n`);
    return 0;
  }
  const closed = once(socket, 'close');
  context.signal.addEventListener('abort', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => void context.stdout.write(chunk).catch(() => socket.destroy()));
  const send = async () => {
    for (let chunk = await context.stdin.read(); chunk; chunk = await context.stdin.read()) socket.write(chunk);
    socket.end();
  };
  await Promise.race([closed, send().then(() => closed)]);
  return 0;
};

export const network: Readonly<Record<string, Command>> = { curl, wget, nslookup, nc };
