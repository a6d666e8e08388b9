import { useState } from 'preact/hooks';
import { Facts, TagFacts } from '../../../companion/ui/facts.tsx';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Box, type Tag, Tags } from '../../../companion/ui/form.tsx';
import type { Loaded } from '../../../companion/ui/loaded.ts';
import { Page, Read } from '../../../companion/ui/page.tsx';
import { When } from '../../../companion/ui/status.tsx';
import { useLoaded } from '../load.ts';
import { type PageValues, to } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { PipelineNav } from './nav.tsx';
import { modeName } from './pipelines.tsx';
import { crumbsTo } from './place.ts';
import type { Pipeline } from './shapes.ts';

interface Shown {
  pipeline: Pipeline;
  metadata: { pipelineArn: string; created?: string; updated?: string };
  tags: Tag[];
}

/** *Settings*: what the pipeline is made of, and its tags. */
export function Settings({ name = '' }: PageValues) {
  const shown = useLoaded<Shown>(
    `Settings of ${name}`,
    async (aws) => {
      const { pipeline, metadata } = await aws<Omit<Shown, 'tags'>>('codepipeline', 'get-pipeline', { name });
      const { tags = [] } = await aws<{ tags?: Tag[] }>('codepipeline', 'list-tags-for-resource', {
        'resource-arn': metadata.pipelineArn,
      });
      return { pipeline, metadata, tags };
    },
    [name],
  );
  return (
    <Page title="Settings" crumbs={crumbsTo(name)}>
      <PipelineNav name={name} here="Settings" />
      <Read of={shown}>
        {({ pipeline, metadata, tags }) => (
          <>
            <Box title="General">
              <Facts facts={facts(pipeline, metadata)} />
            </Box>
            <PipelineTags arn={metadata.pipelineArn} tags={tags} loaded={shown} />
          </>
        )}
      </Read>
    </Page>
  );
}

function facts(pipeline: Pipeline, metadata: Shown['metadata']): [string, preact.ComponentChildren][] {
  const role = pipeline.roleArn.split('/').at(-1) ?? '';
  const store = pipeline.artifactStore?.location ?? '';
  return [
    ['Pipeline ARN', metadata.pipelineArn],
    ['Pipeline type', pipeline.pipelineType ?? 'V1'],
    ['Execution mode', modeName(pipeline.executionMode)],
    ['Version', String(pipeline.version ?? '')],
    [
      'Service role ARN',
      <a key="role" href={to('iam', 'roles', role)}>
        {pipeline.roleArn}
      </a>,
    ],
    [
      'Artifact store',
      <a key="store" href={to('s3', 'buckets', store)}>
        {store}
      </a>,
    ],
    ['Created', <When key="created" time={metadata.created} />],
    ['Last changed', <When key="updated" time={metadata.updated} />],
  ];
}

/** *Pipeline tags*, with their form behind *Edit*. */
function PipelineTags({ arn, tags, loaded }: { arn: string; tags: Tag[]; loaded: Loaded<unknown> }) {
  const [edited, setEdited] = useState<Tag[]>();
  return (
    <Box
      title="Pipeline tags"
      actions={
        edited === undefined ? (
          <button
            type="button"
            class="plain"
            onClick={() => setEdited(tags.length > 0 ? tags : [{ key: '', value: '' }])}
          >
            Edit
          </button>
        ) : null
      }
    >
      {edited === undefined ? (
        <TagFacts tags={tags} />
      ) : (
        <>
          <Tags tags={edited} onValue={setEdited} addLabel="Add tag" />
          <div class="actions form-end">
            <button type="button" class="plain" onClick={() => setEdited(undefined)}>
              Cancel
            </button>
            <AwsButton
              label="Submit"
              title="Edit pipeline tags"
              run={async (aws) => {
                const wanted = edited.filter(({ key }) => key !== '');
                const gone = tags.filter(({ key }) => !wanted.some((tag) => tag.key === key));
                if (gone.length > 0)
                  await aws('codepipeline', 'untag-resource', {
                    'resource-arn': arn,
                    'tag-keys': gone.map(({ key }) => key),
                  });
                if (wanted.length > 0)
                  await aws('codepipeline', 'tag-resource', { 'resource-arn': arn, tags: wanted });
                succeed('The pipeline’s tags were changed.');
                setEdited(undefined);
                await loaded.reload();
              }}
            />
          </div>
        </>
      )}
    </Box>
  );
}
