import { consoleName } from '../lab/lab.ts';
import type { AccountScan } from './types.ts';

/** The longest name of a role, and of a managed policy. IAM refuses to read a longer one. [model: IAM] */
const maxLengths = { role: 64, policy: 128 };

/**
 * The names that the console proposes for the roles of the lab's pipelines, or for their policies. A name that is too
 * long is left out, because no role or policy can have it: in `eu-central-1`, the role's name has 66 characters.
 */
export const consoleNames = ({ lab, ownNames }: AccountScan, kind: keyof typeof maxLengths): string[] =>
  ownNames('pipeline')
    .map((pipeline) => consoleName(lab.region, pipeline))
    .filter((name) => name.length <= maxLengths[kind]);
