import { consoleName } from '../lab/lab.ts';
import type { AccountScan } from './types.ts';

/** The names that the console gives the roles of the lab's pipelines. */
export const consoleNames = ({ lab, ownNames }: AccountScan): string[] =>
  ownNames('pipeline').map((pipeline) => consoleName(lab.region, pipeline));
