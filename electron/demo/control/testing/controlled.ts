import { emptySite } from '../../content/sites';
import { startDemo } from '../../start';
import type { RunningSite } from '../../startSite';
import { clientFor, type TestClient } from '../../testing/bareClient';
import { createControlClient, type ControlAddress, type ControlClient } from '../client';

export interface Controlled {
  readonly control: ControlClient;
  readonly address: ControlAddress;
  readonly running: RunningSite;
  readonly admin: TestClient;
  readonly developer: TestClient;
  /** Takes away what the last test left: call it before each. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

/** An empty site under control, as tests start it, with a namespace `t`. */
export async function startControlled(): Promise<Controlled> {
  const demo = await startDemo({ sites: [emptySite], seed: 7, speed: 200, control: true });
  const [running] = demo.sites;
  if (!running || !demo.control) throw new Error('The site or its control is missing.');
  const control = createControlClient(demo.control);
  const [admin, developer] = await Promise.all([clientFor(running.kubeconfig), clientFor(running.developerKubeconfig)]);
  await admin.call('POST', '/api/v1/namespaces', { metadata: { name: 't' } });
  return {
    control,
    address: demo.control,
    running,
    admin,
    developer,
    calm: async () => {
      await control.clear();
      await control.call('report', { reset: true });
    },
    close: async () => {
      for (const client of [admin, developer]) client.close();
      await demo.close();
    },
  };
}

/** A watch that is read on the side. */
export interface Followed {
  readonly events: { type: string; object: { metadata?: { name?: string; resourceVersion?: string }; code?: number; reason?: string } }[];
  /** How it ended; null while it is open. */
  readonly ended: 'end' | 'error' | null;
}

/** Opens a watch and reads it until it ends, or the test does. */
export function follow(client: TestClient, path: string): Followed {
  const followed: { events: Followed['events']; ended: Followed['ended'] } = { events: [], ended: null };
  const iterator = client.watch(path)[Symbol.asyncIterator]();
  const read = async () => {
    try {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) followed.events.push(next.value);
      followed.ended = 'end';
    } catch {
      // What went wrong is the business of the tests of the client.
      followed.ended = 'error';
    }
  };
  void read();
  return followed;
}

/** Waits until a condition holds; fails after 10 s with its text. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
