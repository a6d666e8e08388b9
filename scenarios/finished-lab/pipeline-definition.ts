import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { LabNames } from '../../checker/lab/lab.ts';
import { repository } from './repository.ts';

export function definition(
  names: LabNames,
  roleArn: string,
  connectionArn: string,
  from = repository,
): PipelineDeclaration {
  const type = (category: 'Source' | 'Approval' | 'Deploy', provider: string) => ({
    category,
    owner: 'AWS' as const,
    provider,
    version: '1',
  });
  return {
    name: names.pipeline,
    roleArn,
    pipelineType: 'V2',
    executionMode: 'SUPERSEDED',
    artifactStore: { type: 'S3', location: names.artifactBucket },
    stages: [
      {
        name: 'Source',
        actions: [
          {
            name: 'Source',
            actionTypeId: type('Source', 'CodeStarSourceConnection'),
            configuration: {
              ConnectionArn: connectionArn,
              FullRepositoryId: from,
              BranchName: 'main',
              DetectChanges: 'true',
              OutputArtifactFormat: 'CODE_ZIP',
            },
            outputArtifacts: [{ name: 'SourceArtifact' }],
          },
        ],
      },
      { name: 'Approve', actions: [{ name: 'Approve', actionTypeId: type('Approval', 'Manual') }] },
      {
        name: 'Deploy',
        actions: [
          {
            name: 'Deploy',
            actionTypeId: type('Deploy', 'S3'),
            configuration: { BucketName: names.deployBucket, Extract: 'true' },
            inputArtifacts: [{ name: 'SourceArtifact' }],
          },
        ],
      },
    ],
  };
}
