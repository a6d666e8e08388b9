import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkerActions } from '../../checker/account/operations/all.ts';
import type { LabRecord } from '../../checker/facts/values.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { userWith } from '../kit/user-with.ts';
import { checkLab } from './check-lab.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let record: LabRecord;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
  record = (await checkLab(lab, '12345678')).seen ?? {};
});
afterAll(() => built.close());

/**
 * Written manually: what a check of a finished lab cannot determine without this action, and nothing else. An empty
 * list is an action that only a near miss, the search for more, the doctor or a connection with the other prefix needs.
 */
const needs: Record<string, string[]> = {
  's3:ListBucket': [
    'bucket.exists',
    'approval.execution',
    'presigned.fresh',
    'redeploy.pushed',
    // Without it a bucket's own absence is denied, and artifacts are in buckets.
    'cleanup.bucket',
    'cleanup.artifacts',
  ],
  // What it limits is the search, which the plan says; it leaves nothing of a finished lab unknown.
  's3:ListAllMyBuckets': [],
  's3:GetBucketVersioning': ['bucket.versioned'],
  's3:GetBucketPublicAccessBlock': ['bucket.private'],
  's3:GetEncryptionConfiguration': ['bucket.encrypted'],
  // A policy could name a user.
  's3:GetBucketPolicy': ['cleanup.bucket'],
  's3:GetBucketPolicyStatus': ['bucket.closed'],
  's3:GetBucketTagging': ['bucket.tagged', 'cleanup.bucket'],
  's3:ListBucketVersions': ['approval.execution', 'redeploy.pushed', 'cleanup.bucket', 'cleanup.artifacts'],
  's3:ListBucketMultipartUploads': ['cleanup.bucket', 'cleanup.artifacts'],
  // The artifacts explain what a bucket contains.
  's3:GetObject': ['approval.deployed', 'presigned.fresh', 'redeploy.live', 'cleanup.bucket'],
  's3:GetObjectVersion': ['approval.deployed', 'redeploy.live'],
  'codeconnections:ListConnections': [
    'connection.exists',
    'pipeline.source-connection',
    'cleanup.connection',
  ],
  'codestar-connections:ListConnections': [],
  'codeconnections:GetConnection': ['cleanup.connection'],
  'codestar-connections:GetConnection': [],
  'codeconnections:ListTagsForResource': ['cleanup.connection'],
  'codestar-connections:ListTagsForResource': [],
  // A pipeline that cannot be read could use anything.
  'codepipeline:GetPipeline': [
    'pipeline.exists',
    'cleanup.pipeline',
    'cleanup.bucket',
    'cleanup.artifacts',
    'cleanup.connection',
    'cleanup.role',
  ],
  'codepipeline:GetPipelineState': ['pipeline.transitions', 'cleanup.pipeline'],
  'codepipeline:ListPipelines': ['cleanup.bucket', 'cleanup.artifacts', 'cleanup.connection', 'cleanup.role'],
  'codepipeline:ListPipelineExecutions': ['approval.execution', 'redeploy.pushed', 'cleanup.pipeline'],
  'codepipeline:ListActionExecutions': ['approval.execution', 'redeploy.pushed'],
  'codepipeline:ListTagsForResource': [
    'cleanup.pipeline',
    'cleanup.bucket',
    'cleanup.artifacts',
    'cleanup.connection',
    'cleanup.role',
  ],
  // Only the class doctor reads the account's quotas.
  'iam:GetAccountSummary': [],
  'iam:GetRole': ['pipeline.role-trust', 'cleanup.role'],
  'iam:ListRoles': [],
  'iam:ListRolePolicies': ['pipeline.role-policy', 'cleanup.role'],
  'iam:GetRolePolicy': ['pipeline.role-policy'],
  'iam:ListAttachedRolePolicies': ['pipeline.role-policy', 'cleanup.role'],
  'iam:ListInstanceProfilesForRole': ['cleanup.role'],
  'iam:ListPolicies': [],
  'iam:ListEntitiesForPolicy': [],
  'iam:GetPolicy': ['cleanup.policy'],
  'iam:GetPolicyVersion': [],
  'iam:ListPolicyVersions': [],
  'iam:SimulatePrincipalPolicy': [],
};

/** Checks with their verdicts. Step 9 correctly fails while the lab exists. */
async function checkWith(key: { accessKeyId: string; secretAccessKey: string }) {
  const run = await checkLab(lab, '123456789', { ...key, record });
  const findings = run.steps.flatMap((step) => step.findings);
  return {
    unknown: findings.filter(({ verdict }) => verdict === 'unknown'),
    failed: findings.filter(({ verdict, check }) => verdict === 'fail' && !check.startsWith('cleanup.')),
  };
}

describe("the checker's policy without one action", () => {
  it('has an entry here for every action', () => {
    expect(Object.keys(needs).sort()).toEqual([...new Set(checkerActions)].sort());
  });

  it.each(Object.entries(needs))('%s: %j', async (action, checks) => {
    const Action = checkerActions.filter((one) => one !== action);
    const key = await userWith(lab, action.replace(':', '-'), [{ Effect: 'Allow', Action, Resource: '*' }]);
    const { unknown, failed } = await checkWith(key);
    expect(unknown.map(({ check }) => check)).toEqual(checks);
    expect(failed).toEqual([]);
    for (const { found } of unknown) expect(found).toContain(action);
  });
});
