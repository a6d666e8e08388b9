import { TagResourceCommand } from '@aws-sdk/client-codepipeline';
import { TagRoleCommand } from '@aws-sdk/client-iam';
import {
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
} from '@aws-sdk/client-s3';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { actionIn, editPipeline } from '../lab-edits.ts';

/**
 * Settings of the pipeline and its resources that differ from the pages. With each of them the lab is still finished.
 */
export const otherSettings: Record<string, (lab: LabAccount) => Promise<unknown>> = {
  'more tags on pipeline and role': async (lab) => {
    await lab.clients.pipelines.send(
      new TagResourceCommand({
        resourceArn: `arn:aws:codepipeline:us-east-1:000000000000:${lab.names.pipeline}`,
        tags: [{ key: 'cost-centre', value: '42' }],
      }),
    );
    await lab.clients.iam.send(
      new TagRoleCommand({ RoleName: lab.names.role, Tags: [{ Key: 'cost-centre', Value: '42' }] }),
    );
  },
  'other names for stages and actions': async (lab) => {
    await editPipeline(lab, ({ stages = [] }) => {
      for (const [at, name] of ['Checkout', 'Gate', 'Ship'].entries())
        Object.assign(stages[at] ?? {}, {
          name,
          actions: [{ ...stages[at]?.actions?.[0], name: `${name}_it` }],
        });
    });
  },
  'every default of the provider’s spelled out, as Terraform reads it back': async (lab) => {
    await editPipeline(lab, (pipeline) => {
      for (const at of [0, 1, 2]) Object.assign(actionIn(pipeline, at), { runOrder: 1, region: 'us-east-1' });
      Object.assign(actionIn(pipeline, 0), { namespace: 'SourceVariables' });
      pipeline.triggers = [
        {
          providerType: 'CodeStarSourceConnection',
          gitConfiguration: {
            sourceActionName: 'Source',
            push: [{ branches: { includes: ['main'] }, filePaths: { includes: ['index.html'] } }],
          },
        },
      ];
    });
    await lab.approve(await lab.push(3));
  },
  'change detection left to its default': async (lab) => {
    await editPipeline(lab, (pipeline) => {
      const { DetectChanges: _, ...configuration } = actionIn(pipeline, 0).configuration ?? {};
      Object.assign(actionIn(pipeline, 0), { configuration });
    });
    await lab.approve(await lab.push(3));
  },
  'an approval that asks with words and a link': async (lab) => {
    await editPipeline(lab, (pipeline) => {
      const configuration = {
        CustomData: 'Read #{SourceVariables.CommitId}',
        ExternalEntityLink: 'https://example.com',
      };
      Object.assign(actionIn(pipeline, 0), { namespace: 'SourceVariables' });
      Object.assign(actionIn(pipeline, 1), { configuration });
    });
    await lab.approve(await lab.push(3));
  },
  'two approvals, one after the other, in one stage': async (lab) => {
    await editPipeline(lab, ({ stages = [] }) => {
      const [first] = stages[1]?.actions ?? [];
      if (first === undefined) throw new Error('no approval');
      Object.assign(stages[1] ?? {}, { actions: [first, { ...first, name: 'Again', runOrder: 2 }] });
    });
  },
  'a cache header on the page': async (lab) => {
    await editPipeline(lab, (pipeline) => {
      Object.assign(actionIn(pipeline, 2).configuration ?? {}, { CacheControl: 'public, max-age=60' });
    });
    await lab.approve(await lab.push(3));
  },
  'a lifecycle and ownership on the bucket': async (lab) => {
    await lab.clients.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: lab.names.deployBucket,
        LifecycleConfiguration: {
          Rules: [
            {
              ID: 'old',
              Status: 'Enabled',
              Filter: { Prefix: '' },
              NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            },
          ],
        },
      }),
    );
    await lab.clients.s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: lab.names.deployBucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      }),
    );
  },
};
