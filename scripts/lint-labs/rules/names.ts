import { labFrom, namesOf, SettingsError } from '../../../checker/lab/lab.ts';
import type { Problem } from '../../../labs/reader/problem.ts';
import type { Course } from '../course.ts';

/** Short and long names of regions: a name that contains the region must be valid in all of them. */
const regions = [
  'us-east-1',
  'eu-west-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'us-gov-west-1',
  'us-isob-east-1',
];
const account = '123456789012';

const derived = {
  DEPLOY_BUCKET: 'deployBucket',
  ARTIFACT_BUCKET: 'artifactBucket',
  CONNECTION_NAME: 'connection',
  PIPELINE_NAME: 'pipeline',
  ROLE_NAME: 'role',
} as const;

/** The names that step 1 writes are within AWS's limits in every region, and equal those of the checker. */
export function names({ steps }: Course): Problem[] {
  const [page] = steps;
  const block = page?.blocks.find(({ text }) => text.includes('workspace/values.sh << EOF'));
  if (page === undefined || block === undefined) return [];
  return block.text.split('\n').flatMap((printed, at) => {
    const [, name = '', text = ''] = /^export ([A-Z_]+)="([^"]*)"$/.exec(printed) ?? [];
    const key = Object.hasOwn(derived, name) ? derived[name as keyof typeof derived] : undefined;
    if (key === undefined) return [];
    for (const region of regions) {
      const value = text.replaceAll('$ACCOUNT_ID', account).replaceAll('$AWS_REGION', region);
      const problem = (message: string, expected: string): Problem[] => [
        { file: page.file, line: block.line + at, message, expected, todo: 'Change the name' },
      ];
      try {
        labFrom({ region, names: { [key]: value } });
      } catch (error) {
        if (!(error instanceof SettingsError)) throw error;
        return problem(`AWS does not take the name ${value}`, error.message.replace(/^.*; expected /, ''));
      }
      const expectedName = namesOf({ region, branch: 'main' }, account)[key];
      if (value !== expectedName)
        return problem(`the checker looks for another name than ${value}`, expectedName);
    }
    return [];
  });
}
