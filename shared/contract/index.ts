import type { Client, ContractHandlers } from '@shared/wire/types';
import { app } from './app';
import { audit } from './audit';
import { changes } from './changes';
import { components } from './components';
import { connections } from './connections';
import { demo } from './demo';
import { environments } from './environments';
import { operations } from './operations';
import { settings } from './settings';
import { topology } from './topology';
import { vault } from './vault';

/** Everything the renderer can ask of the engine. */
export const contract = { app, settings, vault, connections, demo, environments, topology, components, changes, operations, audit };

export type EngineContract = typeof contract;
export type EngineClient = Client<EngineContract>;
export type EngineHandlers = ContractHandlers<EngineContract>;
