import { strToU8, zipSync } from 'fflate';
import { listVersions } from './changes/buckets.ts';
import { definitionOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'object-not-artifact',
  step: 6,
  says: 'The artifacts were exchanged for others',
  apply: async (lab) => {
    const { artifactStore } = await definitionOf(lab);
    const Bucket = artifactStore?.location ?? lab.names.artifactBucket;
    const Body = Buffer.from(zipSync({ 'index.html': strToU8('<h1>Not what was committed</h1>') }));
    const versions = await listVersions(lab, Bucket, `${lab.names.pipeline.slice(0, 20)}/`);
    for (const Key of new Set(versions.map((version) => version.Key)))
      await lab.call('s3', 'PutObject', { Bucket, Key, Body });
    return {};
  },
};
