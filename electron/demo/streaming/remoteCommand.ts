import type { Input, Output } from '../shell/pipe';

/** What a client asked exec or attach for. */
export interface CommandRequest {
  command: readonly string[];
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  tty: boolean;
}

/** The streams of one exec or attach, whichever protocol carries them. */
export interface CommandChannels {
  /** Null where it was not asked for. */
  readonly stdin: Input | null;
  readonly stdout: Output | null;
  readonly stderr: Output | null;
  /** Aborted when the client is gone. */
  readonly gone: AbortSignal;
  /** Sizes of the terminal, those from before included. */
  onResize(listener: (columns: number, rows: number) => void): void;
  /** Says how it ended and closes all. */
  finish(status: CommandStatus): Promise<void>;
}

/** How a command ended, as its error stream carries it. */
export interface CommandStatus {
  metadata: Record<string, never>;
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: { causes: { reason?: string; message: string }[] };
  code?: number;
}

/** Protocols before v4 carry a sentence instead of a Status, and none at all for a success. */
export const statusText = (status: CommandStatus, isStructured: boolean): string => (isStructured ? JSON.stringify(status) : (status.message ?? ''));

/** The query of an exec or attach; the values that count as false are Go's. */
export function readCommandRequest(query: URLSearchParams): CommandRequest {
  const flag = (name: string) => {
    const value = query.get(name);
    return value !== null && value !== '0' && value.toLowerCase() !== 'false';
  };
  const tty = flag('tty');
  // A terminal has one output.
  return { command: query.getAll('command'), stdin: flag('stdin'), stdout: flag('stdout'), stderr: flag('stderr') && !tty, tty };
}

export const success: CommandStatus = { metadata: {}, status: 'Success' };

/** An exit code other than 0, in the words of kubelet and containerd. */
export function exited(command: readonly string[], code: number): CommandStatus {
  const message = `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${code}`;
  return { metadata: {}, status: 'Failure', message, reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: String(code) }] } };
}

/** The command could not be run at all. */
export function notExecuted(why: string): CommandStatus {
  const message = `error executing command in container: ${why}`;
  return { metadata: {}, status: 'Failure', message: `Internal error occurred: ${message}`, reason: 'InternalError', details: { causes: [{ message }] }, code: 500 };
}

/** `{"Width":80,"Height":24}` as clients send it on the resize stream; null for what is none. */
export function readSize(text: string): { columns: number; rows: number } | null {
  const [, width] = /"Width":\s*(\d+)/i.exec(text) ?? [];
  const [, height] = /"Height":\s*(\d+)/i.exec(text) ?? [];
  return width && height ? { columns: Number(width), rows: Number(height) } : null;
}
