import { parseArgs } from 'node:util';

/** What a bastion was asked for on its command line. */
export interface BastionOptions {
  host: string;
  /** Null: the usual one, or any free one when it is taken. */
  port: number | null;
  tls: { cert: string; key: string } | null;
  /** Names that browsers may use for this machine, beside `host`. */
  names: readonly string[];
  data: string | undefined;
  passphraseFile: string | undefined;
  demo: boolean;
  /** Open the login link in a browser of this machine. */
  open: boolean;
}

export const bastionUsage = `Usage: wheelhouse-bastion [options]

  --host HOST               address to listen on (127.0.0.1); any other than loopback needs a certificate
  --port N                  port to listen on (7391, or any free one when it is taken)
  --tls-cert FILE           certificate chain in PEM
  --tls-key FILE            its private key in PEM
  --name NAME               name by which browsers reach this machine; may be given several times
  --data DIR                folder of settings, vault, journals and audit (WHEELHOUSE_DATA)
  --passphrase-file FILE    opens the vault with the passphrase in this file (WHEELHOUSE_PASSPHRASE_FILE)
  --demo                    start the demo site; where there are no environments yet, add its environments
  --open                    open the login link in a browser
`;

const parsePort = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${text} is no port: give a number from 0 to 65535`);
  return port;
};

/** Throws an `Error` for people when an option is unknown or wrong. */
export const parseBastionOptions = (args: readonly string[], environment: NodeJS.ProcessEnv): BastionOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      name: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      'passphrase-file': { type: 'string' },
      demo: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
    },
  });
  const [cert, key] = [values['tls-cert'], values['tls-key']];
  if ((cert === undefined) !== (key === undefined)) throw new Error('--tls-cert and --tls-key go together: give both');
  return {
    host: values.host,
    port: parsePort(values.port),
    tls: cert !== undefined && key !== undefined ? { cert, key } : null,
    names: values.name,
    data: values.data,
    passphraseFile: values['passphrase-file'] ?? environment['WHEELHOUSE_PASSPHRASE_FILE'],
    demo: values.demo,
    open: values.open,
  };
};
