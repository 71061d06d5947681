import { dieRedacted } from '@electron/engine/redaction/lastWords';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { startBastion } from './bastion';
import { openBrowser } from './openBrowser';
import { bastionUsage, parseBastionOptions, type BastionOptions } from './options';

/** Entry of the bastion: the same engine and the same page, for a browser. */

const shutdownTimeoutMs = 8_000;
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const fail = (error: unknown, code: number): never => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(code);
};

const parse = (): BastionOptions => {
  if (process.argv.includes('--help')) {
    print(bastionUsage);
    process.exit(0);
  }
  try {
    return parseBastionOptions(process.argv.slice(2), process.env);
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${bastionUsage}`, 2);
  }
};

const run = async (): Promise<void> => {
  const options = parse();
  const redaction = createRedaction();
  dieRedacted(redaction);
  const bastion = await startBastion(options, process.env, redaction);

  let ending = false;
  const end = (): void => {
    // A terminal signals the whole group, and `npm start` passes the signal on as well: once is enough.
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), shutdownTimeoutMs).unref();
    bastion.close().then(() => process.exit(0), (error: unknown) => fail(error, 1));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  const printLink = (): string => {
    const link = bastion.loginLink();
    print(`Log in, once and within five minutes: ${link}`);
    return link;
  };
  print(`Wheelhouse serves at ${bastion.url}`);
  const link = printLink();
  if (options.open) openBrowser(link);

  // Installing a listener also keeps Node from opening its debugger, which is what SIGUSR1 does otherwise.
  if (process.platform !== 'win32') process.on('SIGUSR1', printLink);
  if (process.stdin.isTTY) {
    print('Press Enter for another link, Ctrl+C to stop.');
    process.stdin.on('data', printLink);
  }
};

run().catch((error: unknown) => fail(error, 1));
