import { fromEngineSchema, toEngineSchema, type FromEngine, type ToEngine } from '@electron/platform/engineMessages';
import { createRemotePlatform } from '@electron/platform/remote';
import { portTransport } from '@shared/wire/transports/port';
import { createEngine, type Engine } from './compose';
import { dieRedacted } from './redaction/lastWords';
import { createRedaction } from './redaction/redaction';

/**
 * Entry of the engine's own process on the desktop. Whatever is thrown and caught by nobody ends the process, with its
 * stack on standard error: the main process keeps that and starts a fresh engine, which is safer than a half-dead one.
 */

const redaction = createRedaction();
dieRedacted(redaction);

// Ctrl+C in a terminal reaches every process of the group. The main process gets it too, and sends `dispose`.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

type Port = Parameters<typeof portTransport>[0];
/** `process.parentPort` of a utility process. Engine code does not import electron, not even its types. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: Port[] }) => void): void;
  postMessage(message: unknown): void;
}
const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
if (!parentPort) throw new Error('engine.js is started by the main process of Wheelhouse, not by hand');

const tell = (message: FromEngine): void => parentPort.postMessage(fromEngineSchema.parse(message));

const start = async (message: ToEngine & { type: 'start' }, port: Port): Promise<Engine> => {
  const { platform, closed } = createRemotePlatform(portTransport(port), message.paths);
  // Without the main process there is neither a window nor a vault: nothing is left to do.
  void closed.then(() => process.exit(0));
  const engine = await createEngine(platform, { version: message.version, demo: message.demo, redaction });
  tell({ type: 'ready' });
  return engine;
};

let starting: Promise<Engine> | null = null;

const receive = async (message: ToEngine, port: Port | undefined): Promise<void> => {
  switch (message.type) {
    case 'start':
      if (!port) throw new Error('The message "start" came without its port');
      starting = start(message, port);
      await starting;
      return;
    case 'window': {
      const engine = await starting;
      if (engine && port) engine.serve(portTransport(port), { id: message.peerId, kind: 'window' });
      return;
    }
    case 'dispose':
      await (await starting)?.dispose();
      process.exit(0);
  }
};

parentPort.on('message', ({ data, ports }) => void receive(toEngineSchema.parse(data), ports[0]));
