import { z } from 'zod';
import { vaultStatusSchema } from '@shared/model/settings';
import { call, stream } from '@shared/wire/define';

const read = { effect: 'read', scope: 'workstation' } as const;
const write = { effect: 'write', scope: 'workstation' } as const;

const settingsName = z.enum(['preferences', 'environments', 'connections', 'vault']);

/** A message of the wire holds a million characters, and JSON inside JSON may double; a document may be larger. */
export const maxPartChars = 400_000;

/** What the engine's process asks of Electron's main process. Never reachable from a page. */
export const platformContract = {
  vault: {
    /**
     * The data key (base64) that the keychain guards, or null with the reason in `status`. Sealing happens in the
     * engine: a kubeconfig sealed here would have to cross twice, and could be longer than a message may be.
     */
    key: call({ ...read, sensitive: true, input: z.object({}), output: z.object({ status: vaultStatusSchema, key: z.string().nullable() }) }),
    watch: stream({ ...read, input: z.object({}), item: vaultStatusSchema, overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
  },
  settings: {
    load: call({ ...read, input: z.object({ name: settingsName }), output: z.object({ document: z.unknown(), setAside: z.string().nullable() }) }),
    /** One part of the document's JSON; the last one (`part` = `parts` - 1) writes the file. Parts come in order. */
    save: call({
      ...write, sensitive: true,
      input: z.object({ name: settingsName, part: z.number().int().min(0), parts: z.number().int().min(1).max(1000), text: z.string().max(maxPartChars) }),
      output: z.object({}),
    }),
  },
  machine: {
    pickFile: call({ ...read, input: z.object({ title: z.string() }), output: z.object({ path: z.string().nullable() }) }),
    notify: call({ ...write, input: z.object({ title: z.string(), body: z.string() }), output: z.object({}) }),
    /** How often the machine woke from sleep since the app started; anew each time. */
    wakes: stream({ ...read, input: z.object({}), item: z.number().int(), overflow: { policy: 'coalesce', merge: (_, newer) => newer } }),
    /**
     * Runs a script for as long as the stream lives: when the engine dies its port closes, and with it this. The last item
     * is the script's end. `run` is the caller's name for it.
     */
    runScript: stream({
      ...write,
      input: z.object({ name: z.enum(['demo']), args: z.array(z.string().max(4096)).max(20), run: z.string() }),
      item: z.discriminatedUnion('type', [
        z.object({ type: z.literal('line'), text: z.string() }),
        z.object({ type: z.literal('ended'), code: z.number().nullable(), stderr: z.string() }),
      ]),
      overflow: { policy: 'block' },
    }),
    /** Lets a script end in order; its stream tells when it is gone. */
    endScript: call({ ...write, input: z.object({ run: z.string() }), output: z.object({}) }),
  },
};
export type PlatformContract = typeof platformContract;
