import { type Lab, namesOf } from '../checker/lab/lab.ts';

/** The content of `workspace/values.sh`, which step 1 writes: the variables that the pages' commands use. */
export function valuesText(lab: Lab, account: string, repository: string): string {
  const [owner = '', name = ''] = repository.split('/');
  const names = namesOf(lab, account);
  const exports: [string, string][] = [
    ['AWS_REGION', lab.region],
    ['AWS_DEFAULT_REGION', lab.region],
    ['AWS_PAGER', ''],
    ['ACCOUNT_ID', account],
    ['GITHUB_OWNER', owner],
    ['GITHUB_REPOSITORY', name],
    ['LAB_REPOSITORY', repository],
    ['CLONE', `workspace/${name}`],
    ['DEPLOY_BUCKET', names.deployBucket],
    ['ARTIFACT_BUCKET', names.artifactBucket],
    ['CONNECTION_NAME', names.connection],
    ['PIPELINE_NAME', names.pipeline],
    ['ROLE_NAME', names.role],
    ...(lab.seat === undefined ? [] : [['LAB_SEAT', lab.seat] as [string, string]]),
  ];
  return exports.map(([key, value]) => `export ${key}="${value}"\n`).join('');
}
