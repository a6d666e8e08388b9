import type { KindName } from '../thing.ts';
import type { Kind } from '../types.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { artifacts } from './artifacts.ts';
import { connection } from './connection.ts';
import { deployBucket } from './deploy-bucket.ts';
import { pipeline } from './pipeline.ts';
import { policy } from './policy.ts';
import { role } from './role.ts';

/** Every kind of thing that the lab makes, in the order in which they go. */
export const kinds: readonly Kind[] = [
  pipeline,
  deployBucket,
  artifactBucket,
  artifacts,
  connection,
  role,
  policy,
];

export function kindOf(name: KindName): Kind {
  const kind = kinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`no kind ${name} in checker/teardown/kinds`);
  return kind;
}
