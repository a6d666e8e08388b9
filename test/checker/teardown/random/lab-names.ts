/** The names that the lab's pages use, spelled out here so that a mistake in the product's own table is noticed. */
export const accountId = '000000000000';
export const home = 'us-east-1';
export const second = 'eu-west-1';
export const third = 'ap-southeast-2';
/** The regions that a teardown searches. */
export const regions = [home, second, third, 'us-west-2'] as const;

export const labTag = { lab: 'codepipeline-lab' };

export interface Names {
  region: string;
  deployBucket: string;
  artifactBucket: string;
  connection: string;
  pipeline: string;
  role: string;
  policy: string;
  /** The name of the role and the policy that the console makes for the pipeline. */
  console: string;
  /** The artifact bucket that all pipelines of the console share. */
  sharedBucket: string;
}

export const pipelineName = 'codepipeline-s3-deploy-lab';
export const artifactPrefix = 'codepipeline-s3-depl/';

export const namesIn = (region: string): Names => ({
  region,
  deployBucket: `cp-s3-deploy-${accountId}-${region}`,
  artifactBucket: `cp-s3-artifacts-${accountId}-${region}`,
  connection: 'github-codepipeline-lab',
  pipeline: pipelineName,
  role: `codepipeline-s3-deploy-lab-${region}`,
  policy: 'codepipeline-lab',
  console: `AWSCodePipelineServiceRole-${region}-${pipelineName}`,
  sharedBucket: `codepipeline-${region}-424242424242`,
});

export const roleArn = (name: string, path = '/') => `arn:aws:iam::${accountId}:role${path}${name}`;
export const policyArn = (name: string, path = '/') => `arn:aws:iam::${accountId}:policy${path}${name}`;
export const consolePath = '/service-role/';
