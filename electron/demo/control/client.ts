import { z } from 'zod';
import { commands, digestHeadSchema, digestLineSchema, type CommandInput, type CommandName, type CommandOutput, type DigestQuery } from './contract';
import type { FaultDraft } from './faults/fault';

/** Where the control endpoint of a demo is, as its ready line says. */
export interface ControlAddress {
  url: string;
  token: string;
}

/** What a collection holds: versions by uid, at a revision. */
export interface Digest {
  revision: number;
  versions: Map<string, string>;
}

/** A demo's switches for tests. A command that is refused throws with the sentence the endpoint gave. */
export interface ControlClient {
  call<Name extends CommandName>(command: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>;
  /** Sets a fault. Connections and answers it is about are as it wants them when this returns. */
  fault(fault: FaultDraft): Promise<CommandOutput<'faults.add'>>;
  /** Clears one fault, or all. */
  clear(id?: string): Promise<void>;
  digest(query: DigestQuery): Promise<Digest>;
}

const refusalSchema = z.object({ error: z.string() });

export function createControlClient({ url, token }: ControlAddress): ControlClient {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  const send = async (path: string, init: RequestInit): Promise<string> => {
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(refusalSchema.parse(JSON.parse(text)).error);
    return text;
  };

  const call = async <Name extends CommandName>(command: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>> =>
    commands[command].output.parse(JSON.parse(await send(`/${command}`, { method: 'POST', body: JSON.stringify(input) }))) as CommandOutput<Name>;

  return {
    call,
    fault: (fault) => call('faults.add', fault),
    async clear(id) {
      await call('faults.clear', id === undefined ? {} : { id });
    },
    async digest(query) {
      const [head = '', ...lines] = (await send(`/digest?${new URLSearchParams({ ...query }).toString()}`, { method: 'GET' })).trimEnd().split('\n');
      const versions = new Map(lines.map((line) => digestLineSchema.parse(JSON.parse(line))));
      return { revision: digestHeadSchema.parse(JSON.parse(head)).revision, versions };
    },
  };
}
