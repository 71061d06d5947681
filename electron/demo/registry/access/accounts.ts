import { randomBytes, timingSafeEqual } from 'node:crypto';

export type Action = 'pull' | 'push' | 'delete';

/** Who may sign in to the registry. */
export interface Account {
  readonly name: string;
  readonly actions: readonly Action[];
}

export interface Credential {
  username: string;
  password: string;
}

/** The accounts of one registry, with passwords that are new on every start. */
export interface Accounts {
  /** May do everything. */
  readonly person: Credential;
  /** May pull everything, as the nodes and the pipelines of a site do. */
  readonly robot: Credential;
  signIn(credential: Credential): Account | undefined;
  find(name: string): Account | undefined;
}

export function createAccounts(): Accounts {
  const password = () => randomBytes(18).toString('base64url');
  const person = { username: 'demo', password: password() };
  const robot = { username: 'robot$reader', password: password() };
  const accounts = [
    { credential: person, account: { name: person.username, actions: ['pull', 'push', 'delete'] } },
    { credential: robot, account: { name: robot.username, actions: ['pull'] } },
  ] as const satisfies readonly { credential: Credential; account: Account }[];
  return {
    person,
    robot,
    signIn: ({ username, password: given }) => accounts.find(({ credential }) => credential.username === username && isSame(credential.password, given))?.account,
    find: (name) => accounts.find(({ account }) => account.name === name)?.account,
  };
}

function isSame(secret: string, given: string): boolean {
  const [one, other] = [Buffer.from(secret), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Everybody may pull what is not under this. */
const privatePrefix = 'private/';

/** What somebody may do with a repository. @param account undefined: nobody signed in */
export function allowedActions(account: Account | undefined, repository: string): readonly Action[] {
  if (account) return account.actions;
  return repository.startsWith(privatePrefix) ? [] : ['pull'];
}

/** Credentials as a docker client keeps them in its `config.json`. */
export function dockerConfigText(registry: string, { username, password }: Credential): string {
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return `${JSON.stringify({ auths: { [registry]: { auth } } }, null, 2)}\n`;
}

/** Reads `Basic …`, and the `auth` of a docker configuration, which is the same without the word. */
export function parseBasic(encoded: string): Credential | undefined {
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
