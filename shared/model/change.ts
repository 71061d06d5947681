import { z } from 'zod';
import { sentenceSchema } from '@shared/sentences/sentence';

/** An image reference: registry/repository with a tag, a digest or both (distribution spec). No spaces, no control characters. */
export const imageReferenceSchema = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._:/-]*(@sha256:[a-f0-9]{64})?$/, 'not an image reference');

/** What can be changed on a component with an ordinary effect; stopping (scale to zero) is a procedure of its own. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('setImage'), container: z.string().min(1), image: imageReferenceSchema }),
  z.object({ kind: z.literal('rollback'), to: z.union([z.literal('previous'), z.number().int().positive()]) }),
  z.object({ kind: z.literal('restart') }),
  z.object({ kind: z.literal('scale'), replicas: z.number().int().min(1).max(10_000) }),
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
]);
export type Change = z.infer<typeof changeSchema>;
/** Also what can only be previewed together with the others. */
export const previewChangeSchema = z.union([changeSchema, z.object({ kind: z.literal('stop') })]);
export type PreviewChange = z.infer<typeof previewChangeSchema>;

/** One field that differs, with a path as `spec.template.spec.containers[uuid-server].image`. */
export const fieldChangeSchema = z.object({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/** What a change would do, from the server's own dry run. */
export const previewSchema = z.object({
  /** The live object and what the server would make of it, as YAML without managedFields and status. */
  before: z.string(),
  after: z.string(),
  fields: z.array(fieldChangeSchema),
  /** Worth knowing before: an HPA that will fight, an outage by Recreate, a tag that is mutable, config that does not roll back. */
  warnings: z.array(sentenceSchema),
  /** Why it cannot be done; then there is nothing to apply. */
  blocked: sentenceSchema.nullable(),
  /** For a rollback: the revision that was meant, by number. */
  revision: z.number().nullable(),
  changesNothing: z.boolean(),
  /** Opaque; sent back with apply. When the object moved meanwhile, apply answers CONFLICT and the preview is made again. */
  base: z.string(),
  /** The suggested `kubernetes.io/change-cause`. */
  changeCause: z.string(),
});
export type Preview = z.infer<typeof previewSchema>;
