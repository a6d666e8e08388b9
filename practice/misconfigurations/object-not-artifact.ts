import { strToU8, zipSync } from 'fflate';
import { versionsIn } from './changes/buckets.ts';
import { definitionOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'object-not-artifact',
  step: 6,
  says: 'The artifacts were exchanged for others',
  apply: async (site) => {
    const { artifactStore } = await definitionOf(site);
    const Bucket = artifactStore?.location ?? site.names.artifactBucket;
    const Body = Buffer.from(zipSync({ 'index.html': strToU8('<h1>Not what was committed</h1>') }));
    const versions = await versionsIn(site, Bucket, `${site.names.pipeline.slice(0, 20)}/`);
    for (const Key of new Set(versions.map((version) => version.Key)))
      await site.call('s3', 'PutObject', { Bucket, Key, Body });
    return {};
  },
};
