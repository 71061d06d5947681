import type { Input, Output } from './pipe';

/** How a line is edited: what was entered before, and what Tab may complete to. */
export interface LineOptions {
  history?: readonly string[];
  complete?: (line: string) => string[];
}

/** The terminal of an exec with `tty`: echo, line editing and the keys that interrupt. */
export interface Terminal {
  readonly size: { columns: number; rows: number };
  resize(columns: number, rows: number): void;
  /** Writes with line ends as a terminal wants them. */
  readonly output: Output;
  /** Lines as the foreground command reads them. */
  readonly input: Input;
  /** Null at Ctrl-D or when the other side is gone; an empty line at Ctrl-C. */
  readLine(prompt: string, options?: LineOptions): Promise<string | null>;
  /** The next key within a time; null after it. */
  readKey(timeoutMs: number): Promise<string | null>;
  /** Who is told of Ctrl-C while no line is read. */
  onInterrupt(listener: (() => void) | null): void;
  /** Ends what waits for a key. */
  close(): void;
}

const interrupt = '\u0003';
const endOfFile = '\u0004';
const keys: Record<string, string> = { '\u0001': 'home', '\u0005': 'end', '\u001b[H': 'home', '\u001b[F': 'end', '\u001b[1~': 'home', '\u001b[4~': 'end', '\u001bOH': 'home', '\u001bOF': 'end', '\u001b[A': 'up', '\u001b[B': 'down', '\u001b[C': 'right', '\u001b[D': 'left', '\u001bOA': 'up', '\u001bOB': 'down', '\u001bOC': 'right', '\u001bOD': 'left', '\u001b[3~': 'delete', '\u007f': 'backspace', '\b': 'backspace', '\u0015': 'cut-before', '\u000b': 'cut-after', '\u0017': 'cut-word', '\f': 'clear', '\t': 'tab', '\r': 'enter', '\n': 'enter', [interrupt]: 'interrupt', [endOfFile]: 'end-of-file' };

/** Cuts what comes from the keyboard into keys; `rest` is the start of one that is not whole. */
function cutKeys(text: string): { keys: string[]; rest: string } {
  const found: string[] = [];
  let rest = text;
  while (rest) {
    // eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
    const key = /^(?:\u001b(?:\[[0-9;?]*[A-Za-z~]|O[A-Za-z])|\u001b(?![[O]|$)|[^\u001b])/u.exec(rest)?.[0];
    if (key === undefined) break;
    found.push(key);
    rest = rest.slice(key.length);
  }
  return { keys: found, rest };
}

export function createTerminal(stdin: Input, stdout: Output): Terminal {
  const size = { columns: 80, rows: 24 };
  const ahead: string[] = [];
  let isOver = false;
  let taker: ((key: string | null) => void) | null = null;
  let interrupted: (() => void) | null = null;

  const give = (key: string) => {
    if (taker) {
      const take = taker;
      taker = null;
      take(key);
    } else if (key === interrupt && interrupted) interrupted();
    else ahead.push(key);
  };
  const finish = () => {
    isOver = true;
    taker?.(null);
    taker = null;
    interrupted?.();
  };
  const pump = async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for (let chunk = await stdin.read(); chunk && !isOver; chunk = await stdin.read()) {
      const cut = cutKeys(rest + decoder.decode(chunk, { stream: true }));
      rest = cut.rest;
      for (const key of cut.keys) give(key);
    }
    finish();
  };
  void pump();

  const nextKey = (): Promise<string | null> => {
    const key = ahead.shift();
    if (key !== undefined) return Promise.resolve(key);
    return isOver ? Promise.resolve(null) : new Promise((resolve) => (taker = resolve));
  };

  // A client that has gone breaks the pipe; the exec ends by its signal and nobody reads what is echoed here.
  const echo = (text: string) => stdout.write(text).catch(() => finish());

  const readLine = async (prompt: string, { history = [], complete }: LineOptions = {}): Promise<string | null> => {
    let line = '';
    let cursor = 0;
    let place = history.length;
    await echo(prompt);
    const show = (next: string, at = next.length) => {
      line = next;
      cursor = at;
      const back = next.length - at;
      return echo(`\r${prompt}${next}\u001b[K${back > 0 ? `\u001b[${back}D` : ''}`);
    };
    for (;;) {
      const key = await nextKey();
      if (key === null) return null;
      switch (keys[key] ?? (/^[\u0020-\u007e\u00a0-\u{10ffff}]$/u.test(key) ? 'text' : 'other')) {
        case 'enter':
          await echo('\r\n');
          return line;
        case 'interrupt':
          await echo('^C\r\n');
          return '';
        case 'end-of-file':
          if (line === '') return null;
          break;
        case 'text':
          if (cursor === line.length) {
            line += key;
            cursor = line.length;
            await echo(key);
          } else await show(line.slice(0, cursor) + key + line.slice(cursor), cursor + key.length);
          break;
        case 'backspace':
          if (cursor > 0) await show(line.slice(0, cursor - 1) + line.slice(cursor), cursor - 1);
          break;
        case 'delete':
          await show(line.slice(0, cursor) + line.slice(cursor + 1), cursor);
          break;
        case 'left':
          await show(line, Math.max(0, cursor - 1));
          break;
        case 'right':
          await show(line, Math.min(line.length, cursor + 1));
          break;
        case 'home':
          await show(line, 0);
          break;
        case 'end':
          await show(line);
          break;
        case 'cut-before':
          await show(line.slice(cursor), 0);
          break;
        case 'cut-after':
          await show(line.slice(0, cursor));
          break;
        case 'cut-word': {
          const kept = line.slice(0, cursor).replace(/\S*\s*$/, '');
          await show(kept + line.slice(cursor), kept.length);
          break;
        }
        case 'up':
          place = Math.max(0, place - 1);
          if (history[place] !== undefined) await show(history[place] ?? '');
          break;
        case 'down':
          place = Math.min(history.length, place + 1);
          await show(history[place] ?? '');
          break;
        case 'clear':
          await echo('\u001b[H\u001b[2J');
          await show(line, cursor);
          break;
        case 'tab': {
          const choices = complete?.(line.slice(0, cursor)) ?? [];
          const [only] = choices;
          if (choices.length === 1 && only !== undefined) await show(only + line.slice(cursor), only.length);
          else if (choices.length > 1) {
            const shared = choices.reduce((a, b) => a.slice(0, [...a].findIndex((character, index) => character !== b[index]) >>> 0));
            await echo(`\r\n${choices.map((choice) => choice.split(/[ /]/).at(-1)).join('  ')}\r\n`);
            await show((shared.length > cursor ? shared : line.slice(0, cursor)) + line.slice(cursor), Math.max(shared.length, cursor));
          }
          break;
        }
        default:
          break;
      }
    }
  };

  return {
    size,
    resize(columns, rows) {
      size.columns = columns;
      size.rows = rows;
    },
    output: { write: (data) => stdout.write(Buffer.from(data).toString('utf8').replace(/\r?\n/g, '\r\n')), close: () => undefined },
    input: {
      async read() {
        const line = await readLine('');
        return line === null ? null : Buffer.from(`${line}\n`);
      },
      close: () => undefined,
    },
    readLine,
    readKey(timeoutMs) {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          taker = null;
          resolve(null);
        }, timeoutMs);
        void nextKey().then((key) => {
          clearTimeout(timer);
          resolve(key ?? interrupt);
        });
      });
    },
    onInterrupt(listener) {
      interrupted = listener;
    },
    close: finish,
  };
}
