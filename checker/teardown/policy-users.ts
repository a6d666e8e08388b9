import { isDeepStrictEqual } from 'node:util';
import { andThen, type Fact, known } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { identity } from '../account/sts.ts';
import { consoleNames } from './console-names.ts';
import { ownIdentity, type PolicyUser } from './principal-conditions.ts';
import { type PrincipalPolicy, policyUsers } from './principals.ts';
import type { AccountScan } from './types.ts';

/** The names of the roles that belong to the lab, whether or not this scan finds them. */
function labRoles(scan: AccountScan): string[] {
  const { journal, run } = scan;
  const said = [...journal.confirmed, ...journal.adopted].filter(({ kind }) => kind === 'role');
  return [
    ...scan.ownNames('role'),
    ...consoleNames(scan, 'role'),
    ...run.pipelineRoles,
    ...said.map(({ name }) => name),
  ];
}

/** Whether IAM reports that there is no such role. A read that fails does not report that. */
async function isGone(scan: AccountScan, { identity }: PolicyUser): Promise<boolean> {
  if (identity?.type !== 'role') return false;
  return (await role(scan.calls, identity.name)).state === 'absent';
}

/** Whether it is the identity that runs the teardown, and so has agreed to it. */
async function isCaller(scan: AccountScan, { identity: named }: PolicyUser): Promise<boolean> {
  if (named === undefined) return false;
  const caller = await identity(scan.run.calls);
  return caller.state === 'known' && isDeepStrictEqual(ownIdentity(caller.value.arn, scan.accountId), named);
}

/**
 * The users that a trust policy or a bucket policy lets in and that exist, in the words of reports. The identity that
 * runs the teardown is none.
 */
export async function usersByPolicy(
  scan: AccountScan,
  policy: Pick<PrincipalPolicy, 'document' | 'counts' | 'from'>,
): Promise<Fact<string[]>> {
  // The inventory adds the roles of the lab's pipelines to the run.
  await scan.inventory();
  const users = policyUsers({ ...policy, accountId: scan.accountId, labRoles: labRoles(scan) });
  return andThen(users, async (all) => {
    const isNone = await Promise.all(
      all.map(async (user) => (await isGone(scan, user)) || (await isCaller(scan, user))),
    );
    return known(all.filter((_, at) => !isNone[at]).map(({ text }) => text));
  });
}
