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
import type { LearnerSession } from '../learner-session.ts';
import { createLabBucket } from './bucket.ts';
import { connectionArn } from './connection.ts';
import { waitForExecutionEnd } from './execution.ts';
import { artifactStore, createConsoleRole, createRole, tagRole, wizardCreatesAll } from './role.ts';

const type = (category: 'Source' | 'Approval' | 'Deploy', provider: string) => ({
  category,
  provider,
  owner: 'AWS' as const,
  version: '1',
});

const approvalStage: StageDeclaration = {
  name: 'Approve',
  actions: [{ name: 'Approve', actionTypeId: type('Approval', 'Manual') }],
};

/**
 * The pipeline definition at the end of step 5. Without the approval stage it is what the console's wizard
 * creates.
 */
export function definition(
  learner: LearnerSession,
  {
    roleArn,
    connection,
    withApproval = true,
  }: { roleArn: string; connection: string; withApproval?: boolean },
): PipelineDeclaration {
  const { names, plan, lab } = learner;
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
    artifactStore: { type: 'S3', location: artifactStore(learner) },
    stages: withApproval ? [source, approvalStage, deploy] : [source, deploy],
  };
}

const tags = ({ names }: LearnerSession) =>
  Object.entries(names.tags).map(([key, value]) => ({ key, value }));

/** Restores the definition of step 5. */
export async function restoreDefinition(learner: LearnerSession): Promise<void> {
  const { Role } = await learner.iam.send(new GetRoleCommand({ RoleName: learner.names.role }));
  const parts = { roleArn: Role?.Arn ?? '', connection: await connectionArn(learner) };
  await learner.pipelines.send(new UpdatePipelineCommand({ pipeline: definition(learner, parts) }));
}

/** Starts an execution, as "Release change" in the console does. Answers its id. */
export async function releaseChange({ pipelines, names }: LearnerSession): Promise<string> {
  const { pipelineExecutionId = '' } = await pipelines.send(
    new StartPipelineExecutionCommand({ name: names.pipeline }),
  );
  return pipelineExecutionId;
}

export const enableTransition = ({ pipelines, names }: LearnerSession) =>
  pipelines.send(
    new EnableStageTransitionCommand({
      pipelineName: names.pipeline,
      stageName: 'Deploy',
      transitionType: 'Inbound',
    }),
  );

/** Does step 5 with the pages' commands. */
export async function createFromTerminal(learner: LearnerSession): Promise<void> {
  await createLabBucket(learner, learner.names.artifactBucket);
  const connection = await connectionArn(learner);
  const roleArn = await createRole(learner, connection);
  await learner.pipelines.send(
    new CreatePipelineCommand({
      pipeline: definition(learner, { roleArn, connection }),
      tags: tags(learner),
    }),
  );
}

/**
 * Does step 5 as in the console: the wizard, a first execution without approval, the approval stage, a
 * release, the tags. In a shared account, the learner first creates the role and the artifact bucket in the
 * terminal.
 */
export async function createFromConsole(learner: LearnerSession): Promise<void> {
  const { pipelines, plan, names } = learner;
  const connection = await connectionArn(learner);
  const wizardCreates = wizardCreatesAll(learner);
  if (!wizardCreates) await createLabBucket(learner, names.artifactBucket);
  const roleArn = await (wizardCreates ? createConsoleRole : createRole)(learner, connection);
  const pipeline = definition(learner, { roleArn, connection, withApproval: false });
  await pipelines.send(new CreatePipelineCommand({ pipeline }));
  await waitForExecutionEnd(learner);
  await pipelines.send(new UpdatePipelineCommand({ pipeline: definition(learner, { roleArn, connection }) }));
  await releaseChange(learner);
  const resourceArn = `arn:${partitionOf(plan.region)}:codepipeline:${plan.region}:${plan.account}:${names.pipeline}`;
  await pipelines.send(new TagResourceCommand({ resourceArn, tags: tags(learner) }));
  if (wizardCreates) await tagRole(learner);
}
