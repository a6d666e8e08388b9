import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { describe, expect, it } from 'vitest';
import { manualApproval } from '../../../../practice/services/codepipeline/actions/manual-approval.ts';
import type { Provider } from '../../../../practice/services/codepipeline/actions/provider.ts';
import { s3Deploy } from '../../../../practice/services/codepipeline/actions/s3-deploy.ts';
import { validate } from '../../../../practice/services/codepipeline/definition/validate.ts';
import { approvalAction, deployAction, labPipeline, sourceAction } from './declaration.ts';

const source: Provider = {
  ...manualApproval,
  category: 'Source',
  provider: 'CodeStarSourceConnection',
  required: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
  optional: ['DetectChanges'],
  outputs: { min: 1, max: 1 },
};
const validated = (declaration: PipelineDeclaration) =>
  validate(declaration, { region: 'us-east-1', version: 1, providers: [source, manualApproval, s3Deploy] });

const Source = { name: 'Source', actions: [sourceAction()] };
const Deploy = { name: 'Deploy', actions: [deployAction()] };

const trigger = (git: object) => ({
  providerType: 'CodeStarSourceConnection' as const,
  gitConfiguration: { sourceActionName: 'Source', ...git },
});

describe('a valid definition', () => {
  it('is returned with every default', () => {
    const { pipelineType, ...bare } = labPipeline();
    const definition = validated(bare);
    expect(definition).toMatchObject({ version: 1, executionMode: 'SUPERSEDED', pipelineType: 'V1' });
    expect(definition.stages[1]?.actions[0]).toEqual({
      ...approvalAction(),
      runOrder: 1,
      configuration: {},
      inputArtifacts: [],
      outputArtifacts: [],
    });
  });
});

describe('an invalid definition is rejected', () => {
  const stages = (...list: PipelineDeclaration['stages'] & object) => labPipeline({ stages: list });
  const cases: [string, PipelineDeclaration, string, string][] = [
    [
      'one stage',
      stages(Source),
      'InvalidStructureException',
      'Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline',
    ],
    [
      'a stage name twice',
      stages(Source, Deploy, Deploy),
      'InvalidStageDeclarationException',
      "Stage name 'Deploy' is used more than once",
    ],
    [
      'an approval first',
      stages({ name: 'Source', actions: [sourceAction(), approvalAction()] }, Deploy),
      'InvalidStructureException',
      'Pipeline should start with a stage that only contains source actions',
    ],
    [
      'a source later',
      stages(Source, Deploy, {
        name: 'More',
        actions: [sourceAction({ outputArtifacts: [{ name: 'More' }] })],
      }),
      'InvalidStructureException',
      'Source actions can only be included in the first stage of the pipeline',
    ],
    [
      'an artifact that no action produces',
      stages(Source, {
        name: 'Deploy',
        actions: [deployAction({ inputArtifacts: [{ name: 'BuildArtifact' }] })],
      }),
      'InvalidActionDeclarationException',
      'Input Artifact Bundle BuildArtifact in action Deploy is not declared as Output Artifact Bundle in any of the preceding actions',
    ],
    [
      'no input artifact',
      stages(Source, { name: 'Deploy', actions: [deployAction({ inputArtifacts: [] })] }),
      'InvalidActionDeclarationException',
      'Action Deploy declares 0 input artifacts which is less than the minimum count (1)',
    ],
    [
      'a missing key',
      stages(Source, { name: 'Deploy', actions: [deployAction({ configuration: { BucketName: 'b-b' } })] }),
      'InvalidActionDeclarationException',
      "Action configuration for action 'Deploy' is missing required configuration 'Extract'",
    ],
    [
      'an unknown key',
      stages(Source, {
        name: 'Deploy',
        actions: [deployAction({ configuration: { BucketName: 'b-b', Extract: 'true', Colour: 'red' } })],
      }),
      'InvalidActionDeclarationException',
      "Action configuration for action 'Deploy' contains unknown configuration 'Colour'",
    ],
    [
      'an unknown provider',
      stages(Source, {
        name: 'Build',
        actions: [
          deployAction({
            name: 'Build',
            actionTypeId: { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1' },
          }),
        ],
      }),
      'InvalidActionDeclarationException',
      "ActionType (Category: 'Build', Provider: 'CodeBuild', Owner: 'AWS', Version: '1') in action 'Build' is not available in region 'US_EAST_1'",
    ],
    [
      'QUEUED in V1',
      labPipeline({ pipelineType: 'V1', executionMode: 'QUEUED' }),
      'InvalidStructureException',
      'QUEUED or PARALLEL mode can only be used with V2 pipelines',
    ],
    [
      'triggers in V1',
      labPipeline({
        pipelineType: 'V1',
        triggers: [
          { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: 'Source' } },
        ],
      }),
      'InvalidStructureException',
      'Triggers on tag can only be used with V2 pipelines',
    ],
    [
      'a trigger of no source',
      labPipeline({
        triggers: [
          { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: 'Deploy' } },
        ],
      }),
      'InvalidStructureException',
      'Triggers for connections must reference a CodeStarSourceConnection action.',
    ],
    [
      'two triggers of one source',
      labPipeline({ triggers: [trigger({}), trigger({})] }),
      'InvalidStructureException',
      'you cant specify more than one trigger per source action.',
    ],
    [
      'a filter by branches and tags',
      labPipeline({
        triggers: [trigger({ push: [{ branches: { includes: ['main'] }, tags: { includes: ['v*'] } }] })],
      }),
      'InvalidStructureException',
      'Make sure to choose valid filter combinations.',
    ],
    [
      'a filter by paths without branches',
      labPipeline({ triggers: [trigger({ pullRequest: [{ filePaths: { includes: ['docs/**'] } }] })] }),
      'InvalidStructureException',
      'Make sure to choose valid filter combinations.',
    ],
    [
      'a namespace twice',
      stages(
        { name: 'Source', actions: [sourceAction({ namespace: 'N' })] },
        { name: 'Deploy', actions: [deployAction({ namespace: 'N' })] },
      ),
      'InvalidActionDeclarationException',
      'Namespaces must be unique across the pipeline definition.',
    ],
    [
      'a variable of no namespace',
      stages(Source, {
        name: 'Deploy',
        actions: [deployAction({ configuration: { BucketName: '#{Nowhere.CommitId}', Extract: 'true' } })],
      }),
      'InvalidActionDeclarationException',
      'VariableReferenceText=[Nowhere.CommitId]',
    ],
    [
      'a condition before a stage',
      stages(Source, { ...Deploy, beforeEntry: { conditions: [{ result: 'FAIL' }] } }),
      'InvalidStageDeclarationException',
      'which the practice account does not run',
    ],
    [
      'a failure condition',
      stages(Source, { ...Deploy, onFailure: { result: 'ROLLBACK', conditions: [{ result: 'ROLLBACK' }] } }),
      'InvalidStageDeclarationException',
      'which the practice account does not run',
    ],
    [
      'a failure that is skipped',
      stages(Source, { ...Deploy, onFailure: { result: 'SKIP' } }),
      'InvalidStageDeclarationException',
      'whose result is neither ROLLBACK nor RETRY',
    ],
    [
      'a rollback of the source stage',
      stages({ ...Source, onFailure: { result: 'ROLLBACK' } }, Deploy),
      'InvalidStageDeclarationException',
      'which cannot be rolled back',
    ],
    [
      'what happens when a stage fails, in V1',
      { ...stages(Source, { ...Deploy, onFailure: { result: 'RETRY' } }), pipelineType: 'V1' },
      'InvalidStageDeclarationException',
      'Stage level conditions can only be used with V2 pipelines.',
    ],
    [
      'commands outside a compute action',
      stages(Source, { name: 'Deploy', actions: [deployAction({ commands: ['ls'] })] }),
      'InvalidActionDeclarationException',
      'The following action cannot contain a commands field: Deploy.',
    ],
    [
      'a store for another region only',
      labPipeline({
        artifactStores: { 'eu-west-1': { type: 'S3', location: 'bbb' } },
        artifactStore: undefined as never,
      }),
      'InvalidStructureException',
      "The following region is missing in 'pipeline.artifactStores': us-east-1.",
    ],
  ];
  it.each(cases)('%s', (_title, declaration, code, message) => {
    const { artifactStore, ...rest } = declaration;
    const given = artifactStore === undefined ? rest : declaration;
    expect(() => validated(given)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
