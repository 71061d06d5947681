import type { Texts } from '../texts';
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

/** 界面的简体中文：与英文结构一致，缺一项即编译不过。 */
export const zhCN: Texts = { shell, ui, errors, environments, demo, tour, operations, audit, settings, topology, component, changes };
