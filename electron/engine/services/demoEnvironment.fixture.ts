import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { EnvironmentView } from '@shared/model/environment';
import type { CallContext } from '@shared/wire/types';
import { startTestSite } from '@electron/demo/testing/client';
import { createAuditLog } from '@electron/engine/audit/auditLog';
import { createKubeClients } from '@electron/engine/kube/client/clients';
import { createKubeconfigs } from '@electron/engine/kube/kubeconfig/kubeconfigs';
import { createCaches } from '@electron/engine/kube/watch';
import { createLogger } from '@electron/engine/log/logger';
import { createOperations } from '@electron/engine/operations/operations';
import { createRedaction } from '@electron/engine/redaction/redaction';
import { createListeners } from '@electron/engine/streams/listeners';
import { createEnvironmentAccess } from './environmentAccess';

/**
 * The namespace `t` of an empty demo site, opened through real HTTPS by each of its users: the environments `admin`,
 * `developer` and `viewer`. With operations and an audit log in a folder that goes with the test.
 */
export const openDemoEnvironments = async () => {
  const site = await startTestSite();
  const folder = await mkdtemp(path.join(tmpdir(), 'wheelhouse-services-'));
  const { kubeconfig: admin, viewerKubeconfig: viewer, developerKubeconfig: developer } = site.running;
  const kubeconfigs = createKubeconfigs({ registerSecret: () => undefined });
  await kubeconfigs.setSources(Object.entries({ admin, viewer, developer }).map(([id, file]) => ({ kind: 'file', id, label: id, path: file })));
  const clients = createKubeClients({ kubeconfigs, environment: {}, loginPath: async () => '', registerSecret: () => undefined });
  const defects: unknown[] = [];
  const caches = createCaches({ onDefect: (error) => defects.push(error) });
  const redaction = createRedaction();
  const logger = createLogger({ write: () => undefined, redaction });
  const operations = await createOperations({ directory: path.join(folder, 'operations'), redaction, logger });
  const audit = createAuditLog({ directory: path.join(folder, 'audit'), osUser: 'tester', redaction, logger, onDamage: () => undefined });

  const changed = createListeners();
  const all = new Map(
    kubeconfigs.snapshot().contexts.map(({ id: contextId, sourceId: id, server }) => [
      id,
      { id, name: id, contextId, server, namespace: 't', class: 'test', color: 'blue', policy: 'normal', contextMissing: false, unlock: null } as EnvironmentView,
    ]),
  );
  const policies = { get: (id: string) => all.get(id), onChange: (listener: () => void) => changed.add(listener) };

  onTestFinished(async () => {
    await operations.dispose();
    await audit.flush();
    caches.dispose();
    clients.dispose();
    kubeconfigs.dispose();
    await site.close();
    await rm(folder, { recursive: true });
  });
  return {
    ...site, operations, audit, logger, policies, defects, redact: redaction.redact,
    access: createEnvironmentAccess({ environments: policies, clients, caches }),
    /** Forgets an environment while it is in use. */
    forget(id: string): void {
      all.delete(id);
      changed.tell();
    },
    become(id: string, change: Partial<EnvironmentView>): void {
      all.set(id, { ...all.get(id), ...change } as EnvironmentView);
      changed.tell();
    },
  };
};
export type DemoEnvironments = Awaited<ReturnType<typeof openDemoEnvironments>>;

export const callContext = (): CallContext => ({ peer: { id: 'test', kind: 'test' }, signal: new AbortController().signal });
