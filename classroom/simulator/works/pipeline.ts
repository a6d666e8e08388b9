import {
  CreatePipelineCommand,
  EnableStageTransitionCommand,
  type PipelineDeclaration,
  type StageDeclaration,
  StartPipelineExecutionCommand,
  TagResourceCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { partitionOf } from '../../../checker/lab/lab.ts';
import type { Desk } from '../desk.ts';
import { makeBucket } from './bucket.ts';
import { connectionArn } from './connection.ts';
import { ended } from './execution.ts';
import { artifactStore, makeConsoleRole, makeRole, tagRole, wizardMakesAll } from './role.ts';

const type = (category: 'Source' | 'Approval' | 'Deploy', provider: string) => ({
  ...{ category, provider },
  ...{ owner: 'AWS' as const, version: '1' },
});

const gate: StageDeclaration = {
  name: 'Approve',
  actions: [{ name: 'Approve', actionTypeId: type('Approval', 'Manual') }],
};

/** The definition that step 5 ends with; without the gate, the one that the console's wizard makes. */
export function definition(
  desk: Desk,
  { roleArn, connection, gated = true }: { roleArn: string; connection: string; gated?: boolean },
): PipelineDeclaration {
  const { names, plan, lab } = desk;
  const source: StageDeclaration = {
    name: 'Source',
    actions: [
      {
        name: 'Source',
        actionTypeId: type('Source', 'CodeStarSourceConnection'),
        configuration: {
          ConnectionArn: connection,
          FullRepositoryId: plan.repository,
          BranchName: lab.branch,
          DetectChanges: 'true',
          OutputArtifactFormat: 'CODE_ZIP',
        },
        outputArtifacts: [{ name: 'SourceArtifact' }],
      },
    ],
  };
  const deploy: StageDeclaration = {
    name: 'Deploy',
    actions: [
      {
        name: 'Deploy',
        actionTypeId: type('Deploy', 'S3'),
        configuration: { BucketName: names.deployBucket, Extract: 'true' },
        inputArtifacts: [{ name: 'SourceArtifact' }],
      },
    ],
  };
  return {
    name: names.pipeline,
    roleArn,
    pipelineType: 'V2',
    executionMode: 'SUPERSEDED',
    artifactStore: { type: 'S3', location: artifactStore(desk) },
    stages: gated ? [source, gate, deploy] : [source, deploy],
  };
}

const tags = ({ names }: Desk) => Object.entries(names.tags).map(([key, value]) => ({ key, value }));

/** The right definition once more, whatever it is now. */
export async function putRight(desk: Desk): Promise<void> {
  const { Role } = await desk.iam.send(new GetRoleCommand({ RoleName: desk.names.role }));
  const parts = { roleArn: Role?.Arn ?? '', connection: await connectionArn(desk) };
  await desk.pipelines.send(new UpdatePipelineCommand({ pipeline: definition(desk, parts) }));
}

/** "Release change": starts an execution by hand; answers its id. */
export async function release({ pipelines, names }: Desk): Promise<string> {
  const { pipelineExecutionId = '' } = await pipelines.send(
    new StartPipelineExecutionCommand({ name: names.pipeline }),
  );
  return pipelineExecutionId;
}

export const openTransition = ({ pipelines, names }: Desk) =>
  pipelines.send(
    new EnableStageTransitionCommand({
      ...{ pipelineName: names.pipeline, stageName: 'Deploy', transitionType: 'Inbound' },
    }),
  );

/** Step 5 by the pages' commands. */
export async function makeByTerminal(desk: Desk): Promise<void> {
  await makeBucket(desk, desk.names.artifactBucket);
  const connection = await connectionArn(desk);
  const roleArn = await makeRole(desk, connection);
  await desk.pipelines.send(
    new CreatePipelineCommand({ pipeline: definition(desk, { roleArn, connection }), tags: tags(desk) }),
  );
}

/**
 * Step 5 by console: the wizard, a run that nobody is asked about, the gate, a release, the tags. In a shared account
 * role and artifact bucket are made by terminal first.
 */
export async function makeByConsole(desk: Desk): Promise<void> {
  const { pipelines, plan, names } = desk;
  const connection = await connectionArn(desk);
  const all = wizardMakesAll(desk);
  if (!all) await makeBucket(desk, names.artifactBucket);
  const roleArn = await (all ? makeConsoleRole : makeRole)(desk, connection);
  const pipeline = definition(desk, { roleArn, connection, gated: false });
  await pipelines.send(new CreatePipelineCommand({ pipeline }));
  await ended(desk);
  await pipelines.send(new UpdatePipelineCommand({ pipeline: definition(desk, { roleArn, connection }) }));
  await release(desk);
  const resourceArn = `arn:${partitionOf(plan.region)}:codepipeline:${plan.region}:${plan.account}:${names.pipeline}`;
  await pipelines.send(new TagResourceCommand({ resourceArn, tags: tags(desk) }));
  if (all) await tagRole(desk);
}
