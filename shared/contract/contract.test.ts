import { expect, it } from 'vitest';
import type { Procedure } from '@shared/wire/define';
import { clusterErrors } from './clusterErrors';
import { contract } from './index';

const procedures = Object.entries(contract).flatMap(([domain, verbs]) => Object.entries(verbs as Record<string, Procedure>).map(([verb, procedure]) => ({ path: `${domain}.${verb}`, ...procedure })));
const ofEnvironments = procedures.filter(({ scope }) => scope === 'environment');

it.each(ofEnvironments.map(({ path, errors = [] }) => [path, errors] as const))('%s can say why the cluster cannot be reached', (_, errors) => {
  expect(errors).toEqual(expect.arrayContaining([...clusterErrors]));
});
