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
 * Every service's constraints by service name: those of AWS's models, except where AWS was seen to differ from its
 * model. S3 has none here, since its operations check their inputs themselves, each with its own error.
 */
export const constraints: Readonly<Record<string, ConstraintTable>> = {
  sts,
  iam: withOverrides(iam, {
    // Only AWS can set the model's third value: a client cannot make a key expire. [known]
    statusType: { enum: ['Active', 'Inactive'] },
    // Our markers contain an ARN, so they can be longer than the model's limit. AWS's own markers vary in length.
    markerType: { min: 1, pattern: '[\\u0020-\\u00FF]+' },
  }),
  codepipeline: withOverrides(codepipeline, {
    // The model's maximum is 1000. AWS's front end accepts 50000 and does not repeat the values; the service behind it
    // then rejects values over 1000 with a message of its own. [seen]
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
