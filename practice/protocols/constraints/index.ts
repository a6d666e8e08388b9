import { codeconnections } from './codeconnections.ts';
import { codepipeline } from './codepipeline.ts';
import type { ConstraintTable, ShapeConstraint } from './constraint-table.ts';
import { iam } from './iam.ts';
import { sts } from './sts.ts';

const withOverrides = (table: ConstraintTable, shapes: Record<string, ShapeConstraint>): ConstraintTable => ({
  ...table,
  shapes: { ...table.shapes, ...shapes },
});

/**
 * Every service's constraints by its name, as AWS is seen to hold to them: its models, but for what is said
 * here. S3 has none: it answers an error of its own for each, in its operations.
 */
export const constraints: Readonly<Record<string, ConstraintTable>> = {
  sts,
  iam: withOverrides(iam, {
    // The model's third value is for AWS to set: nobody can make a key expire. [known]
    statusType: { enum: ['Active', 'Inactive'] },
    // Markers are ours, and hold an ARN; AWS's own are as long as it likes.
    markerType: { min: 1, pattern: '[\\u0020-\\u00FF]+' },
  }),
  codepipeline: withOverrides(codepipeline, {
    // The model says 1000. AWS's front end lets 50000 through, and does not repeat the values; the service
    // behind it then refuses what is over 1000, in words of its own. [seen]
    ActionConfigurationValue: { min: 1, max: 50_000 },
    ActionConfigurationMap: {
      key: 'ActionConfigurationKey',
      value: 'ActionConfigurationValue',
      sensitive: true,
    },
  }),
  codeconnections,
  // The older name of the service has an older list of providers. [model]
  'codestar-connections': withOverrides(codeconnections, {
    ProviderType: { enum: ['Bitbucket', 'GitHub', 'GitHubEnterpriseServer', 'GitLab', 'GitLabSelfManaged'] },
  }),
};
