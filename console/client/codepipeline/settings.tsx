import { useState } from 'preact/hooks';
import { DescriptionList, TagList } from '../../../companion/ui/description-list.tsx';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box, type Tag, TagEditor } from '../../../companion/ui/form.tsx';
import type { Loaded } from '../../../companion/ui/loaded.ts';
import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { Timestamp } from '../../../companion/ui/status.tsx';
import { type RouteParams, urlTo } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import type { Pipeline } from './api-types.ts';
import { PipelineNav } from './nav.tsx';
import { modeName } from './pipelines.tsx';
import { breadcrumbs } from './urls.ts';

interface PipelineSettings {
  pipeline: Pipeline;
  metadata: { pipelineArn: string; created?: string; updated?: string };
  tags: Tag[];
}

/** *Settings*: the pipeline's properties and its tags. */
export function Settings({ name = '' }: RouteParams) {
  const loaded = useLoaded<PipelineSettings>(
    `Settings of ${name}`,
    async (aws) => {
      const { pipeline, metadata } = await aws<Omit<PipelineSettings, 'tags'>>(
        'codepipeline',
        'get-pipeline',
        { name },
      );
      const { tags = [] } = await aws<{ tags?: Tag[] }>('codepipeline', 'list-tags-for-resource', {
        'resource-arn': metadata.pipelineArn,
      });
      return { pipeline, metadata, tags };
    },
    [name],
  );
  return (
    <Page title="Settings" breadcrumbs={breadcrumbs(name)}>
      <PipelineNav name={name} current="Settings" />
      <WhenLoaded of={loaded}>
        {({ pipeline, metadata, tags }) => (
          <>
            <Box title="General">
              <DescriptionList items={settingItems(pipeline, metadata)} />
            </Box>
            <PipelineTagBox arn={metadata.pipelineArn} tags={tags} loaded={loaded} />
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}

function settingItems(
  pipeline: Pipeline,
  metadata: PipelineSettings['metadata'],
): [string, preact.ComponentChildren][] {
  const role = pipeline.roleArn.split('/').at(-1) ?? '';
  const store = pipeline.artifactStore?.location ?? '';
  return [
    ['Pipeline ARN', metadata.pipelineArn],
    ['Pipeline type', pipeline.pipelineType ?? 'V1'],
    ['Execution mode', modeName(pipeline.executionMode)],
    ['Version', String(pipeline.version ?? '')],
    [
      'Service role ARN',
      <a key="role" href={urlTo('iam', 'roles', role)}>
        {pipeline.roleArn}
      </a>,
    ],
    [
      'Artifact store',
      <a key="store" href={urlTo('s3', 'buckets', store)}>
        {store}
      </a>,
    ],
    ['Created', <Timestamp key="created" time={metadata.created} />],
    ['Last changed', <Timestamp key="updated" time={metadata.updated} />],
  ];
}

/** *Pipeline tags*, with a form that *Edit* opens. */
function PipelineTagBox({ arn, tags, loaded }: { arn: string; tags: Tag[]; loaded: Loaded<unknown> }) {
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
        <TagList tags={tags} />
      ) : (
        <>
          <TagEditor tags={edited} onValue={setEdited} addLabel="Add tag" />
          <div class="actions form-end">
            <button type="button" class="plain" onClick={() => setEdited(undefined)}>
              Cancel
            </button>
            <AwsButton
              label="Submit"
              title="Edit pipeline tags"
              run={async (aws) => {
                const newTags = edited.filter(({ key }) => key !== '');
                const removedKeys = tags.filter(({ key }) => !newTags.some((tag) => tag.key === key));
                if (removedKeys.length > 0)
                  await aws('codepipeline', 'untag-resource', {
                    'resource-arn': arn,
                    'tag-keys': removedKeys.map(({ key }) => key),
                  });
                if (newTags.length > 0)
                  await aws('codepipeline', 'tag-resource', { 'resource-arn': arn, tags: newTags });
                showSuccess('The pipeline’s tags were changed.');
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
