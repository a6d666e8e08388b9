import type { ResourceTypeName } from '../resource.ts';
import type { ResourceType } from '../types.ts';
import { artifactBucket } from './artifact-bucket.ts';
import { artifacts } from './artifacts.ts';
import { connection } from './connection.ts';
import { deployBucket } from './deploy-bucket.ts';
import { pipeline } from './pipeline.ts';
import { policy } from './policy.ts';
import { role } from './role.ts';

/** Every type of resource that the lab creates, in the order of deletion. */
export const resourceTypes: readonly ResourceType[] = [
  pipeline,
  deployBucket,
  artifactBucket,
  artifacts,
  connection,
  role,
  policy,
];

export function resourceTypeOf(name: ResourceTypeName): ResourceType {
  const resourceType = resourceTypes.find((each) => each.name === name);
  if (resourceType === undefined) throw new Error(`no kind ${name} in checker/teardown/resource-types`);
  return resourceType;
}
