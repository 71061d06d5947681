import { audit } from './audit';
import { changes } from './changes';
import { component } from './component';
import { demo } from './demo';
import { environments } from './environments';
import { errors } from './errors';
import { operations } from './operations';
import { settings } from './settings';
import { shell } from './shell';
import { topology } from './topology';
import { tour } from './tour';
import { ui } from './ui';

/** All English texts of the interface. One file per area; a feature brings its own. */
export const en = { shell, ui, errors, environments, demo, tour, operations, audit, settings, topology, component, changes } as const;
