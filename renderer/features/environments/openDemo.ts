import type { EngineClient } from '@shared/contract/index';
import type { KubeContext } from '@shared/model/connection';
import type { EnvironmentDraft } from '@shared/model/environment';
import type { Outcome } from '@shared/wire/types';

/** The demo site's three namespaces as an operator would set them up. */
const drafts: readonly Omit<EnvironmentDraft, 'contextId'>[] = [
  { name: 'demo dev', namespace: 'dev', class: 'dev', color: 'teal', policy: 'normal' },
  { name: 'demo test', namespace: 'test', class: 'test', color: 'yellow', policy: 'normal' },
  { name: 'demo prod', namespace: 'prod', class: 'prod', color: 'red', policy: 'protected' },
];

/** The site's current context, which comes through the stream some time after the site has started. */
const currentContext = async (client: EngineClient, sourceId: string): Promise<KubeContext | null> => {
  for await (const event of client.connections.watch({})) {
    const context = event.type === 'item' ? event.value.contexts.find((one) => one.sourceId === sourceId && one.current) : undefined;
    if (context) return context;
  }
  return null;
};

/** Starts the demo site and adds its environments; answers with the id of the first, which is worth opening. */
export const openDemo = async (client: EngineClient): Promise<Outcome<string | null>> => {
  const started = await client.connections.startDemo({});
  if (!started.ok) return started;
  const context = await currentContext(client, started.value.sourceId);
  if (!context) return { ok: true, value: null };
  let firstId: string | null = null;
  for (const draft of drafts) {
    const added = await client.environments.add({ ...draft, contextId: context.id });
    if (added.ok) firstId ??= added.value.id;
    // A name that exists is from an earlier visit; anything else is worth telling.
    else if (added.error.code !== 'PRECONDITION') return added;
  }
  return { ok: true, value: firstId };
};
