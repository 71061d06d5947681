import { z } from 'zod';
import { mergeTopologyDeltas, topologyDeltaSchema } from '@shared/model/topology';
import { objectNameSchema } from '@shared/model/component';
import { call, stream } from '@shared/wire/define';
import { clusterErrors } from './clusterErrors';

const read = { effect: 'read', scope: 'environment', errors: clusterErrors } as const;

export const topology = {
  /** The live topology of an environment: everything first, then changes. */
  watch: stream({
    ...read,
    input: z.object({ environmentId: z.string() }), item: topologyDeltaSchema, overflow: { policy: 'coalesce', merge: mergeTopologyDeltas },
  }),
  /** Looks again now: drops back-off timers and re-checks every cache of the environment. */
  refresh: call({ ...read, input: z.object({ environmentId: z.string() }), output: z.object({}) }),
  /** An object as YAML, without managedFields and last-applied; values of Secrets are masked in the engine. */
  objectYaml: call({
    ...read,
    input: z.object({ environmentId: z.string(), apiVersion: z.string().max(200), kind: z.string().max(100), name: objectNameSchema }),
    output: z.object({ yaml: z.string(), masked: z.boolean(), truncated: z.boolean() }),
  }),
};
