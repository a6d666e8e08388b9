import { type Finding, pass } from '../steps/finding.ts';
import { finding } from './section.ts';

/** What the lab can cost: what AWS charges for, and where the rates are. Rates change, so it contains none. */
export const costFinding: Finding = finding(
  {
    id: 'cost',
    title: 'What the lab can cost',
    why: 'It is your bill.',
    step: 'cleanup',
  },
  pass(
    'next to nothing',
    "minutes of a V2 pipeline's actions (an allowance a month is free; an approval that waits is not counted), and S3's storage and requests for a few small files; the connection, the role and the AWS managed key have no charge of their own. Figures: https://aws.amazon.com/codepipeline/pricing/ and https://aws.amazon.com/s3/pricing/",
  ),
);
