import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { makeBucket, makeConnection, makePipeline, makeRole } from './teardown-session.ts';

export const roleArnOf = ({ practice, names }: LabAccount) =>
  `arn:aws:iam::${practice.accountId}:role/${names.role}`;

/** Adds a neighbor's pipeline that shares these resources with the lab's, and creates the others that it needs. */
export async function addNeighbor(
  lab: LabAccount,
  shares: Partial<Parameters<typeof makePipeline>[1]>,
): Promise<void> {
  const parts = {
    name: 'neighbour',
    roleArn: shares.roleArn ?? (await makeRole(lab, 'neighbour')),
    connectionArn: shares.connectionArn ?? (await makeConnection(lab, 'neighbour')),
    artifactBucket: shares.artifactBucket ?? 'neighbours-artifacts',
    deployBucket: shares.deployBucket ?? 'neighbours-site',
    ...shares,
  };
  for (const name of ['neighbours-artifacts', 'neighbours-site'])
    if (Object.values(parts).includes(name)) await makeBucket(lab, name);
  await makePipeline(lab, parts);
}
