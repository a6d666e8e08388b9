import { expect, it } from 'vitest';
import { consoleNames } from '../../../checker/teardown/console-names.ts';
import type { AccountScan } from '../../../checker/teardown/types.ts';

const lengths = (region: string, pipeline: string) => {
  const scan = { lab: { region }, ownNames: () => [pipeline] } as unknown as AccountScan;
  return (['role', 'policy'] as const).map((kind) => consoleNames(scan, kind)[0]?.length);
};

it.each([
  ['us-east-1', 'codepipeline-s3-deploy-lab', [63, 63]],
  // IAM allows 64 characters in a role's name, and 128 in a policy's.
  ['eu-central-1', 'codepipeline-s3-deploy-lab', [undefined, 66]],
  ['ap-southeast-1', 'codepipeline-s3-deploy-lab', [undefined, 68]],
  ['eu-central-1', 's1-cp-lab', [49, 49]],
  ['us-east-1', 'p'.repeat(91), [undefined, 128]],
  ['us-east-1', 'p'.repeat(92), [undefined, undefined]],
])('in %s, the names for the pipeline %s have the lengths %j', (region, pipeline, expected) => {
  expect(lengths(region, pipeline)).toEqual(expected);
});
