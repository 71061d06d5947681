import { callCases } from './calls';
import { connectionCases } from './connections';
import { streamCases } from './streams';
import type { WireCase } from './wireCase';

export type { Expect, WireCase } from './wireCase';

/** The conformance suite of the wire. */
export const wireCases: readonly WireCase[] = [...callCases, ...streamCases, ...connectionCases];
