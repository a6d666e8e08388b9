import { join } from 'node:path';
import { kitRoot } from '../../lab-home/home.ts';

/**
 * The path of a file or folder of the kit. The bundle's chunks are at several depths, so their own paths cannot give
 * it.
 */
export const inKit = (...path: string[]): string => join(kitRoot(), ...path);
