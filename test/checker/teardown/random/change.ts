import {
  DeletePipelineCommand,
  GetPipelineCommand,
  GetPipelineStateCommand,
  StartPipelineExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateMultipartUploadCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
} from '@aws-sdk/client-s3';
import {
  DeleteConnectionCommand,
  TagResourceCommand as TagConnectionCommand,
  UntagResourceCommand as UntagConnectionCommand,
} from '../../../../checker/account/connections-client.ts';
import { type AccountState, readAccount } from './account-state.ts';
import { artifactBucketOf, type Base, type Bases, deployedPage, isConsole, roleOf } from './base-account.ts';
import type { Change, TagState, Target, Twist } from './draw.ts';
import { consolePath, home, namesIn, pipelineName, policyArn, roleArn, second, third } from './lab-names.ts';
import {
  makeBucket,
  makeConnection,
  makePolicy,
  makeRestingPipeline,
  makeRole,
  type PipelineShape,
  putObject,
  removeBucket,
  removePolicy,
  removeRole,
  tagBucket,
  trustPolicy,
  until,
} from './sdk.ts';

const tagStates: Record<TagState, Record<string, string>> = {
  none: {},
  lab: { lab: 'codepipeline-lab' },
  'other lab': { lab: 'another-lab' },
  seat: { lab: 'codepipeline-lab', seat: 'ben' },
};

const twists: Record<Twist, (name: string) => string> = {
  longer: (name) => `${name}2`,
  numbered: (name) => `${name}-1`,
  shorter: (name) => name.slice(0, -2),
  prefixed: (name) => `a-${name}`,
  swapped: (name) => name.replace('lab', 'lba').replace('deploy', 'delpoy').replace('facts', 'fcats'),
  far: (name) => `my-own-${name.length}`,
};

/** Where a lab is, and the names of its resources. */
export interface Place {
  region: string;
  style: Base['style'];
  names: ReturnType<typeof namesIn>;
  role: { name: string; arn: string };
  artifactBucket: string;
}

export function placeOf({ style, second: hasSecond }: Base, lab: number): Place {
  const region = hasSecond === 'none' || lab === 0 ? home : second;
  const role = roleOf(style, hasSecond === 'same role' ? home : region);
  return { region, style, names: namesIn(region), role, artifactBucket: artifactBucketOf(style, region) };
}

const policiesOf = ({ style, names }: Place) =>
  isConsole(style)
    ? [policyArn(names.console, consolePath), policyArn(names.policy)]
    : [policyArn(names.policy)];

export const hasBucket = (state: AccountState, name: string) =>
  state.buckets.some((each) => each.name === name);
export const hasRole = (state: AccountState, name: string) => state.roles.some((each) => each.name === name);
const hasPolicy = (state: AccountState, arn: string) => state.policies.some((each) => each.arn === arn);
export const pipelineIn = (state: AccountState, region: string, name = pipelineName) =>
  state.pipelines.find((each) => each.region === region && each.name === name);
export const connectionIn = (state: AccountState, { region, names }: Place) =>
  state.connections.find((each) => each.region === region && each.name === names.connection);

/** Deletes a resource as a user would. Resolves to false if there was nothing to delete. */
export async function deleteTarget(bases: Bases, place: Place, target: Target): Promise<boolean> {
  const { sdk } = bases;
  const state = readAccount(bases.practice);
  const { region, names, role } = place;
  switch (target) {
    case 'pipeline':
      if (pipelineIn(state, region) === undefined) return false;
      await sdk.in(region).pipelines.send(new DeletePipelineCommand({ name: pipelineName }));
      return true;
    case 'deployBucket':
    case 'artifactBucket': {
      const bucket = target === 'deployBucket' ? names.deployBucket : place.artifactBucket;
      if (!hasBucket(state, bucket) || bucket === names.sharedBucket) return false;
      for (const { record } of state.entries.filter((each) => each.bucket === bucket))
        if (record.startsWith('s3/uploads')) return false;
      await removeBucket(sdk, region, bucket);
      return true;
    }
    case 'connection': {
      const found = connectionIn(state, place);
      if (found === undefined) return false;
      await sdk.in(region).connections.send(new DeleteConnectionCommand({ ConnectionArn: found.arn }));
      return true;
    }
    case 'role':
      if (!hasRole(state, role.name)) return false;
      await removeRole(sdk, role.name);
      return true;
    case 'policy': {
      const found = policiesOf(place).filter((arn) => hasPolicy(state, arn));
      for (const arn of found)
        if (
          !state.users.some(({ boundary }) => boundary === arn) &&
          !state.roles.some(({ boundary }) => boundary === arn)
        )
          await removePolicy(sdk, arn);
      return found.length > 0;
    }
  }
}

async function setTags(bases: Bases, place: Place, target: Target, tagState: TagState): Promise<void> {
  const { sdk } = bases;
  const state = readAccount(bases.practice);
  const { region, names, role } = place;
  const tags = tagStates[tagState];
  const pairs = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const keys = ['lab', 'seat'];
  if (target === 'pipeline') {
    const found = pipelineIn(state, region);
    if (found === undefined) return;
    const { pipelines } = sdk.in(region);
    await pipelines.send(new UntagResourceCommand({ resourceArn: found.arn, tagKeys: keys }));
    if (pairs.length > 0)
      await pipelines.send(
        new TagResourceCommand({
          resourceArn: found.arn,
          tags: pairs.map(({ Key, Value }) => ({ key: Key, value: Value })),
        }),
      );
  } else if (target === 'deployBucket' || target === 'artifactBucket') {
    const bucket = target === 'deployBucket' ? names.deployBucket : place.artifactBucket;
    if (!hasBucket(state, bucket) || bucket === names.sharedBucket) return;
    if (pairs.length > 0) await tagBucket(sdk, region, bucket, tags);
    else await sdk.in(region).s3.send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
  } else if (target === 'connection') {
    const found = connectionIn(state, place);
    if (found === undefined) return;
    const { connections } = sdk.in(region);
    await connections.send(new UntagConnectionCommand({ ResourceArn: found.arn, TagKeys: keys }));
    if (pairs.length > 0)
      await connections.send(new TagConnectionCommand({ ResourceArn: found.arn, Tags: pairs }));
  } else if (hasRole(state, role.name)) {
    const { iam } = sdk.in(home);
    await iam.send(new UntagRoleCommand({ RoleName: role.name, TagKeys: keys }));
    if (pairs.length > 0) await iam.send(new TagRoleCommand({ RoleName: role.name, Tags: pairs }));
  }
}

/** Adds a pipeline of somebody else that uses these resources of the lab. */
export async function addNeighbor(
  bases: Bases,
  place: Place,
  region: string,
  name: string,
  uses: readonly string[],
): Promise<void> {
  const state = readAccount(bases.practice);
  if (pipelineIn(state, region, name) !== undefined) return;
  const own = connectionIn(state, place)?.arn;
  const others = state.connections.find(
    (each) => each.region === region && each.name === 'others-connection',
  )?.arn;
  const uses1 = (what: string, exists: boolean) => uses.includes(what) && exists;
  await makeRestingPipeline(bases.sdk, region, {
    name,
    roleArn: uses1('role', hasRole(state, place.role.name)) ? place.role.arn : roleArn('others-role'),
    connectionArn: (uses.includes('connection') ? own : undefined) ?? others ?? '',
    artifactBucket: uses1('artifactBucket', hasBucket(state, place.artifactBucket))
      ? place.artifactBucket
      : `others-artifacts-${region}`,
    deployBuckets: [
      uses1('deployBucket', hasBucket(state, place.names.deployBucket))
        ? place.names.deployBucket
        : `others-site-${region}`,
    ],
  });
}

async function putForeign(
  bases: Bases,
  { region }: Place,
  bucket: string,
  key: string,
  as: 'object' | 'marker' | 'upload',
): Promise<void> {
  const { s3 } = bases.sdk.in(region);
  await bases.foreignly(async () => {
    if (as === 'upload') await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: key }));
    else await putObject(bases.sdk, region, bucket, key, 'not the lab’s');
    if (as === 'marker') await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  });
}

/** Writes the page by hand. With the content of the deployed one, nothing is lost with it. */
async function overwritePage(
  bases: Bases,
  { region, names: { deployBucket } }: Place,
  content: 'deployed' | undefined,
): Promise<void> {
  const put = (body: string) => putObject(bases.sdk, region, deployBucket, 'index.html', body);
  if (content === 'deployed') await put(deployedPage);
  else await bases.foreignly(() => put('edited by hand'));
}

async function editPipeline(bases: Bases, place: Place, what: string): Promise<void> {
  const { region } = place;
  const state = readAccount(bases.practice);
  const now = pipelineIn(state, region);
  // CodePipeline refuses a definition whose role does not exist.
  const hasItsRole = state.roles.some(({ arn }) => arn === now?.roleArn);
  if (now === undefined || (!hasItsRole && what !== 'other role')) return;
  const { pipelines } = bases.sdk.in(region);
  const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: pipelineName }));
  if (pipeline?.stages === undefined) return;
  const actions = pipeline.stages.flatMap((stage) => stage.actions ?? []);
  const deploy = actions.find(({ actionTypeId }) => actionTypeId?.category === 'Deploy');
  const source = actions.find(({ actionTypeId }) => actionTypeId?.category === 'Source');
  const others = `others-site-${region}`;
  if (what === 'deploys elsewhere' && deploy?.configuration) deploy.configuration.BucketName = others;
  if (what === 'deploys twice' && deploy) {
    const stage = pipeline.stages.find(({ actions: all }) => all?.includes(deploy));
    // The same change can be drawn twice.
    if (!stage?.actions?.some(({ name }) => name === 'Again'))
      stage?.actions?.push({
        ...deploy,
        name: 'Again',
        configuration: { BucketName: others, Extract: 'true' },
      });
  }
  if (what === 'stores elsewhere')
    pipeline.artifactStore = { type: 'S3', location: namesIn(region).sharedBucket };
  if (what === 'other role') pipeline.roleArn = roleArn('others-role');
  if (what === 'other connection' && source?.configuration) {
    const arn = state.connections.find(
      (each) => each.region === region && each.name === 'others-connection',
    )?.arn;
    if (arn !== undefined) source.configuration.ConnectionArn = arn;
  }
  await pipelines.send(new UpdatePipelineCommand({ pipeline }));
}

/** A role that only has the name of the lab's. */
export async function replaceRole(bases: Bases, { role, style }: Place): Promise<void> {
  if (hasRole(readAccount(bases.practice), role.name)) await removeRole(bases.sdk, role.name);
  await makeRole(bases.sdk, role.name, { path: isConsole(style) ? consolePath : '/' });
}

export async function apply(bases: Bases, base: Base, change: Change): Promise<void> {
  const { sdk, practice } = bases;
  const place = placeOf(base, change.lab);
  const { region, names, role } = place;
  const state = readAccount(practice);
  const { iam } = sdk.in(home);
  const bucketOf = (which: 'deployBucket' | 'artifactBucket') =>
    which === 'deployBucket' ? names.deployBucket : place.artifactBucket;
  switch (change.do) {
    case 'delete':
      await deleteTarget(bases, place, change.target);
      return;
    case 'tag':
      return setTags(bases, place, change.target, change.tags);
    case 'neighbor':
      return addNeighbor(
        ...([bases, place, [home, second, third][change.region] ?? home, change.name, change.uses] as const),
      );
    case 'trust':
      if (!hasRole(state, role.name)) return;
      await iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: role.name,
          PolicyDocument: trustPolicy([
            change.who === 'lambda'
              ? { Service: 'lambda.amazonaws.com' }
              : { AWS: 'arn:aws:iam::111122223333:root' },
          ]),
        }),
      );
      return;
    case 'own policy':
      if (hasPolicy(state, policyArn(names.policy))) return;
      await makePolicy(sdk, names.policy, '/', tagStates[change.tags]);
      if (change.attached && hasRole(state, role.name))
        await iam.send(
          new AttachRolePolicyCommand({ RoleName: role.name, PolicyArn: policyArn(names.policy) }),
        );
      return;
    case 'share policy': {
      const PolicyArn = policiesOf(place).find((arn) => hasPolicy(state, arn));
      if (PolicyArn === undefined) return;
      const others = { RoleName: 'others-role', UserName: 'somebody' };
      if (change.as === 'user') await iam.send(new AttachUserPolicyCommand({ ...others, PolicyArn }));
      else if (change.as === 'role') await iam.send(new AttachRolePolicyCommand({ ...others, PolicyArn }));
      else if (change.as === 'boundary of user')
        await iam.send(new PutUserPermissionsBoundaryCommand({ ...others, PermissionsBoundary: PolicyArn }));
      else
        await iam.send(new PutRolePermissionsBoundaryCommand({ ...others, PermissionsBoundary: PolicyArn }));
      return;
    }
    case 'attach policy of others':
      if (hasRole(state, role.name))
        await iam.send(
          new AttachRolePolicyCommand({ RoleName: role.name, PolicyArn: policyArn('others-policy') }),
        );
      return;
    case 'put': {
      const bucket = bucketOf(change.bucket);
      if (hasBucket(state, bucket)) await putForeign(bases, place, bucket, change.key, change.as);
      return;
    }
    case 'overwrite page':
      if (hasBucket(state, names.deployBucket)) await overwritePage(bases, place, change.content);
      return;
    case 'remove page':
      if (hasBucket(state, names.deployBucket))
        await sdk
          .in(region)
          .s3.send(new DeleteObjectCommand({ Bucket: names.deployBucket, Key: 'index.html' }));
      return;
    case 'twin connection':
      await makeConnection(sdk, region, names.connection, tagStates[change.tags]);
      return;
    case 'decoy': {
      const tags = tagStates[change.tags];
      const name = twists[change.twist](names[change.kind]);
      if (change.kind === 'role') {
        if (!hasRole(state, name)) await makeRole(sdk, name, { tags });
      } else if (change.kind === 'connection') await makeConnection(sdk, region, name, tags);
      else if (change.kind === 'pipeline') {
        if (pipelineIn(state, region, name) !== undefined) return;
        const connectionArn =
          state.connections.find((each) => each.region === region && each.name === 'others-connection')
            ?.arn ?? '';
        const shape: PipelineShape = {
          name,
          roleArn: roleArn('others-role'),
          connectionArn,
          artifactBucket: `others-artifacts-${region}`,
          deployBuckets: [`others-site-${region}`],
        };
        await makeRestingPipeline(sdk, region, shape, tags);
      } else if (!hasBucket(state, name)) {
        await makeBucket(sdk, region, name, tags);
        await bases.foreignly(() => putObject(sdk, region, name, 'precious.txt', 'mine'));
      }
      return;
    }
    case 'use role elsewhere':
      if (!hasRole(state, role.name) || pipelineIn(state, third, 'neighbor') !== undefined) return;
      await addNeighbor(bases, place, third, 'neighbor', ['role']);
      await sdk.in(third).pipelines.send(new DeletePipelineCommand({ name: 'neighbor' }));
      return;
    case 'wait for approval': {
      const found = pipelineIn(state, region);
      // It only gets to the approval while everything that the source needs is there.
      if (
        found === undefined ||
        !state.roles.some(({ arn }) => arn === found.roleArn) ||
        found.roleArn === roleArn('others-role') ||
        !state.connections.some(
          ({ arn, name }) => arn === found.connections[0] && name === names.connection,
        ) ||
        !hasBucket(state, found.artifactBucket)
      )
        return;
      const { pipelines } = sdk.in(region);
      const started = await pipelines.send(new StartPipelineExecutionCommand({ name: pipelineName }));
      await until('the execution asks for an approval, waits behind another one, or fails', async () => {
        const { stageStates = [] } = await pipelines.send(
          new GetPipelineStateCommand({ name: pipelineName }),
        );
        const stage = (name: string) => stageStates.find(({ stageName }) => stageName === name);
        const isOurs = (execution: { pipelineExecutionId?: string | undefined } | undefined) =>
          execution?.pipelineExecutionId === started.pipelineExecutionId;
        const source = stage('Source')?.latestExecution;
        const approve = stage('Approve');
        return (
          (isOurs(source) && source?.status === 'Failed') ||
          approve?.inboundExecutions?.some(isOurs) ||
          (isOurs(approve?.latestExecution) &&
            approve?.actionStates?.[0]?.latestExecution?.status === 'InProgress') ||
          undefined
        );
      });
      return;
    }
    case 'edit pipeline':
      return editPipeline(bases, place, change.what);
    case 'pipeline of others': {
      await deleteTarget(bases, place, 'pipeline');
      const connectionArn =
        state.connections.find((each) => each.region === region && each.name === 'others-connection')?.arn ??
        '';
      await makeRestingPipeline(
        sdk,
        region,
        {
          name: pipelineName,
          roleArn: roleArn('others-role'),
          connectionArn,
          artifactBucket: `others-artifacts-${region}`,
          deployBuckets: [`others-site-${region}`],
        },
        tagStates[change.tags],
      );
      return;
    }
    case 'role of others':
      return replaceRole(bases, place);
  }
}
