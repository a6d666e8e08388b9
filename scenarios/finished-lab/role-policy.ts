import type { LabNames } from '../../checker/lab/lab.ts';

/** The statements of the pipeline's role, as the page of step 5 has them. */
export function rolePolicy(names: LabNames, connectionArn: string): object[] {
  const bucket = (name: string, suffix = '') => `arn:aws:s3:::${name}${suffix}`;
  return [
    {
      Effect: 'Allow',
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Resource: connectionArn,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      Resource: bucket(names.artifactBucket, '/*'),
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: bucket(names.deployBucket, '/*') },
    {
      Effect: 'Allow',
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
      Resource: [bucket(names.artifactBucket), bucket(names.deployBucket)],
    },
  ];
}

export const policyDocument = (statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });
