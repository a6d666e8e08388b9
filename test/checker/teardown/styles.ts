import { CreatePipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, DeleteBucketTaggingCommand, PutBucketTaggingCommand } from '@aws-sdk/client-s3';
import { UntagResourceCommand } from '../../../checker/account/connections-client.ts';
import { consoleName } from '../../../checker/lab/lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import { policyDocument, rolePolicy } from '../../../scenarios/finished-lab/role-policy.ts';
import { labConnection, labTag } from './teardown-session.ts';

/**
 * How a learner built the lab. `cli`: tagged, with the lab's names and an inline policy. `console`: untagged, with the
 * role, the managed policy and the artifact bucket that the console creates. `wizard`: like `console`, without an
 * approval. `terraform`: like `cli`, with a second tag on what has tags.
 */
export type Style = 'cli' | 'console' | 'wizard' | 'terraform';
export const styles: readonly Style[] = ['cli', 'console', 'wizard', 'terraform'];

/** The artifact bucket that the console's pipelines of the region share. */
export const sharedBucket = 'codepipeline-us-east-1-123456789012';
export const artifactsOf = (bucket: string) => `${bucket}/codepipeline-s3-depl/`;

export const consoleRole = ({ practice, names }: LabAccount) => consoleName(practice.region, names.pipeline);
export const consoleRoleArn = (lab: LabAccount) =>
  `arn:aws:iam::${lab.practice.accountId}:role/service-role/${consoleRole(lab)}`;
export const consolePolicyArn = (lab: LabAccount) =>
  `arn:aws:iam::${lab.practice.accountId}:policy/service-role/${consoleRole(lab)}`;

/** A trust policy for CodePipeline and these other principals. */
export const trustOf = (...others: object[]) =>
  policyDocument(
    [{ Service: 'codepipeline.amazonaws.com' }, ...others].map((Principal) => ({
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
    })),
  );

async function untag({ clients: { s3, connections }, names }: LabAccount, connectionArn: string) {
  await s3.send(new DeleteBucketTaggingCommand({ Bucket: names.deployBucket }));
  await connections.send(new UntagResourceCommand({ ResourceArn: connectionArn, TagKeys: [labTag.Key] }));
}

async function finished(lab: LabAccount): Promise<void> {
  await lab.until(async () => {
    const { pipelineExecutionSummaries: [run] = [] } = await lab.clients.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: lab.names.pipeline }),
    );
    return run?.status === 'Succeeded' ? run : undefined;
  });
}

/** Adds what the console's wizard creates with a pipeline, and lets the pipeline deploy the page. */
async function createByConsole(lab: LabAccount, hasApproval: boolean): Promise<void> {
  const { iam, s3, pipelines } = lab.clients;
  const connectionArn = await labConnection(lab);
  await untag(lab, connectionArn);
  await s3.send(new CreateBucketCommand({ Bucket: sharedBucket }));
  const names = { ...lab.names, artifactBucket: sharedBucket };
  const [RoleName, Path] = [consoleRole(lab), '/service-role/'];
  await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: trustOf() }));
  const PolicyDocument = policyDocument(rolePolicy(names, connectionArn));
  await iam.send(new CreatePolicyCommand({ PolicyName: RoleName, Path, PolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: consolePolicyArn(lab) }));
  const pipeline = definition(names, consoleRoleArn(lab), connectionArn);
  if (!hasApproval) pipeline.stages = pipeline.stages?.filter(({ name }) => name !== 'Approve');
  await pipelines.send(new CreatePipelineCommand({ pipeline }));
  if (hasApproval) await lab.approve(await lab.git('rev-parse', 'HEAD'));
  await finished(lab);
}

/** Labs that were built in any of the styles, each opened as often as a test needs. */
export async function labsInStyles() {
  const [whole, connected] = await Promise.all([finishedLab(), finishedLab('connection')]);
  return {
    async open(style: Style): Promise<LabAccount> {
      if (style === 'cli') return whole.open();
      if (style === 'terraform') {
        const lab = await whole.open();
        const TagSet = [labTag, { Key: 'managed-by', Value: 'terraform' }];
        for (const Bucket of [lab.names.deployBucket, lab.names.artifactBucket])
          await lab.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
        return lab;
      }
      const lab = await connected.open();
      await createByConsole(lab, style === 'console');
      return lab;
    },
    async close() {
      await Promise.all([whole.close(), connected.close()]);
    },
  };
}
