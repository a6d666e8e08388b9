import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline';

/** The lab's pipeline: a connection source, an approval, an S3 deploy. */
export function labPipeline(more: Partial<PipelineDeclaration> = {}): PipelineDeclaration {
  return {
    name: 'codepipeline-s3-deploy-lab',
    roleArn: 'arn:aws:iam::000000000000:role/pipeline-role',
    artifactStore: { type: 'S3', location: 'artifact-bucket' },
    pipelineType: 'V2',
    stages: [
      { name: 'Source', actions: [sourceAction()] },
      { name: 'Approval', actions: [approvalAction()] },
      { name: 'Deploy', actions: [deployAction()] },
    ],
    ...more,
  };
}

export function sourceAction(more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name: 'Source',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
    configuration: {
      ConnectionArn: 'arn:aws:codeconnections:us-east-1:000000000000:connection/1',
      FullRepositoryId: 'octo/site',
      BranchName: 'main',
    },
    outputArtifacts: [{ name: 'SourceArtifact' }],
    ...more,
  };
}

export function approvalAction(more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name: 'Approve',
    actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
    ...more,
  };
}

export function deployAction(more: Partial<ActionDeclaration> = {}): ActionDeclaration {
  return {
    name: 'Deploy',
    actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
    configuration: { BucketName: 'deploy-bucket', Extract: 'true' },
    inputArtifacts: [{ name: 'SourceArtifact' }],
    ...more,
  };
}
