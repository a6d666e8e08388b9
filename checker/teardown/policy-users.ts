import { andThen, type Fact, known } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { consoleNames } from './console-names.ts';
import type { PolicyUser } from './principal-conditions.ts';
import { type PrincipalPolicy, policyUsers } from './principals.ts';
import type { AccountScan } from './types.ts';

/** The names of the roles that belong to the lab, whether or not this scan finds them. */
function labRoles(scan: AccountScan): string[] {
  const { journal, run } = scan;
  const said = [...journal.confirmed, ...journal.adopted].filter(({ kind }) => kind === 'role');
  return [
    ...scan.ownNames('role'),
    ...consoleNames(scan),
    ...run.pipelineRoles,
    ...said.map(({ name }) => name),
  ];
}

/** Whether IAM reports that there is no such role. A read that fails does not report that. */
async function isGone(scan: AccountScan, { identity }: PolicyUser): Promise<boolean> {
  if (identity?.type !== 'role') return false;
  return (await role(scan.calls, identity.name)).state === 'absent';
}

/** The users that a trust policy or a bucket policy lets in and that exist, in the words of reports. */
export async function usersByPolicy(
  scan: AccountScan,
  policy: Pick<PrincipalPolicy, 'document' | 'counts' | 'from'>,
): Promise<Fact<string[]>> {
  // The inventory adds the roles of the lab's pipelines to the run.
  await scan.inventory();
  const users = policyUsers({ ...policy, accountId: scan.accountId, labRoles: labRoles(scan) });
  return andThen(users, async (all) => {
    const gone = await Promise.all(all.map((user) => isGone(scan, user)));
    return known(all.filter((_, at) => !gone[at]).map(({ text }) => text));
  });
}
