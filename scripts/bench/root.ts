import { join } from 'node:path';
import { kitRoot } from '../../lab-home/home.ts';

/** A file or folder of the kit. The bundle's pieces lie at several depths, so none of them says where it is. */
export const inKit = (...path: string[]): string => join(kitRoot(), ...path);
