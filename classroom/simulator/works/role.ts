import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { boundaryArn, consoleName, partitionOf } from '../../../checker/lab/lab.ts';
import type { Desk } from '../desk.ts';

const document = (Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const trust = document([
  { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);

/** Whether the console's wizard makes role and artifact bucket: in a shared account a seat may not let it. */
export const wizardMakesAll = ({ plan }: Desk) => plan.way === 'console' && plan.access.kind !== 'shared';

/** The bucket that the pipeline keeps its artifacts in. */
export const artifactStore = (desk: Desk) =>
  wizardMakesAll(desk) ? desk.consoleBucket : desk.names.artifactBucket;

/** The statements of the pipeline's role, as step 5's page has them. */
function statements(desk: Desk, connection: string): object[] {
  const arn = (bucket: string, rest = '') => `arn:${partitionOf(desk.plan.region)}:s3:::${bucket}${rest}`;
  const [store, pages] = [artifactStore(desk), desk.names.deployBucket];
  return [
    {
      Effect: 'Allow',
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Resource: connection,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      Resource: arn(store, '/*'),
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: arn(pages, '/*') },
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      Resource: [arn(store), arn(pages)],
    },
  ];
}

const tagsOf = ({ names }: Desk) => Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value }));

export function putPolicy(desk: Desk, connection: string) {
  return desk.iam.send(
    new PutRolePolicyCommand({
      RoleName: desk.names.role,
      PolicyName: desk.names.policy,
      PolicyDocument: document(statements(desk, connection)),
    }),
  );
}

export function trustCodePipeline({ iam, names }: Desk) {
  return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: names.role, PolicyDocument: trust }));
}

export async function removeRole({ iam, names }: Desk): Promise<void> {
  const RoleName = names.role;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: names.policy }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

/** The pipeline's role by the pages' commands, in a shared account within its boundary; answers its ARN. */
export async function makeRole(desk: Desk, connection: string): Promise<string> {
  const { iam, names, plan } = desk;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      ...{ RoleName: names.role, Tags: tagsOf(desk), AssumeRolePolicyDocument: trust },
      ...(plan.access.kind === 'shared'
        ? { PermissionsBoundary: boundaryArn(plan.id, plan.region, plan.account) }
        : {}),
    }),
  );
  await putPolicy(desk, connection);
  return Role?.Arn ?? '';
}

/** As the console's wizard makes it for a role of this name: a path, a managed policy; the learner tags it later. */
export async function makeConsoleRole(desk: Desk, connection: string): Promise<string> {
  const { iam, names, plan } = desk;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      ...{ RoleName: names.role, Path: '/service-role/', AssumeRolePolicyDocument: trust },
    }),
  );
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      ...{ PolicyName: consoleName(plan.region, names.pipeline), Path: '/service-role/' },
      PolicyDocument: document(statements(desk, connection)),
    }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: Policy?.Arn }));
  return Role?.Arn ?? '';
}

export const tagRole = (desk: Desk) =>
  desk.iam.send(new TagRoleCommand({ RoleName: desk.names.role, Tags: tagsOf(desk) }));
