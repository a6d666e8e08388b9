import { type Fact, known } from '../../account/fact.ts';
import { bucket, objectVersionPages } from '../../account/s3.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { isEmpty, measure, uploadPages } from '../contents.ts';
import { decide } from '../decide.ts';
import { empty } from '../empty.ts';
import { journalProofs, recordProof } from '../ownership.ts';
import { mentionsBucket } from '../pipeline-inventory.ts';
import {
  emptyScanResult,
  mergeScanResults,
  type OwnershipProof,
  type Resource,
  type ScanResult,
} from '../resource.ts';
import type { AccountScan, PipelineInventory, ResourceType } from '../types.ts';
import { artifactBucket, artifactStoreProof } from './artifact-bucket.ts';
import { bucketOf } from './bucket.ts';
import { deployBucket } from './deploy-bucket.ts';

/** CodePipeline stores a pipeline's artifacts under the first 20 characters of its name. */
export const artifactPrefix = (pipeline: string) => `${pipeline.slice(0, 20)}/`;

const splitId = (id: string) => {
  const slash = id.indexOf('/');
  return { name: id.slice(0, slash), prefix: id.slice(slash + 1) };
};

/** Other pipelines that store their artifacts under the same prefix of this bucket. */
function pipelinesSharingPrefix(inventory: PipelineInventory, name: string, prefix: string): string[] {
  const names = mentionsBucket(name);
  return inventory.others
    .filter((other) => artifactPrefix(other.name) === prefix && other.strings.some(names))
    .map((other) => `pipeline ${other.name}, whose name begins alike`);
}

async function findIn(
  scan: AccountScan,
  name: string,
  initialProofs: readonly OwnershipProof[],
): Promise<ScanResult> {
  const kind = 'artifacts';
  const prefix = artifactPrefix(scan.names.pipeline);
  const id = `${name}/${prefix}`;
  const found = await bucket(scan.calls, name, scan.accountId);
  if (found.state === 'absent') return emptyScanResult();
  if (found.state === 'unknown')
    return { ...emptyScanResult(), undetermined: [{ kind, name: id, error: found.error }] };
  const region = found.value.region === scan.lab.region ? {} : { region: found.value.region };
  const holds = await hasNothing(scan, { id, ...region });
  if (holds.state === 'unknown')
    return { ...emptyScanResult(), undetermined: [{ kind, name: id, error: holds.error }] };
  if (holds.state === 'absent' || holds.value)
    return { ...emptyScanResult(), absent: [{ kind, name: id, code: 'nothing under this prefix' }] };
  const inventory = await scan.inventory();
  const resource: Resource = {
    kind,
    id,
    name: id,
    ...region,
    proofs: [
      ...initialProofs,
      { by: 'name', text: "they lie under exactly the pipeline's prefix" },
      ...journalProofs({ kind, id }, scan.journaled),
    ],
    users: pipelinesSharingPrefix(inventory, name, prefix),
    undetermined: inventory.readErrors,
    holds: {},
  };
  return { ...emptyScanResult(), resources: [resource] };
}

/** Whether the prefix is empty. One page that has an entry is enough to answer. */
async function hasNothing(
  scan: AccountScan,
  resource: Pick<Resource, 'id' | 'region'>,
): Promise<Fact<boolean>> {
  const { name, prefix } = splitId(resource.id);
  const target = bucketOf(scan, { ...resource, id: name });
  for await (const page of objectVersionPages(scan.uncached, target, prefix)) {
    if (page.state !== 'known') return page;
    if (page.value.length > 0) return known(false);
  }
  try {
    for await (const page of uploadPages(scan.writer, target, prefix))
      if (page.length > 0) return known(false);
  } catch (error) {
    if (error instanceof CallFailed) return { state: 'unknown', error: error.callError };
    throw error;
  }
  return known(true);
}

/** The lab's artifacts in a bucket that is kept. A bucket that is deleted takes its artifacts with it. */
export const artifacts: ResourceType = {
  name: 'artifacts',
  title: 'artifacts',
  after: ['pipeline'],

  async find(scan) {
    const { labPipeline } = await scan.inventory();
    const [buckets, deploys] = await Promise.all([artifactBucket.find(scan), deployBucket.find(scan)]);
    const stores = new Map<string, OwnershipProof[]>();
    const store = labPipeline?.artifactBucket ?? '';
    if (store !== '') stores.set(store, [artifactStoreProof]);
    const all = [...buckets.resources, ...deploys.resources];
    const deleted = new Set(all.filter((resource) => decide(resource).delete === true).map(({ id }) => id));
    for (const resource of buckets.resources) {
      // A bucket with another user is kept, but two proofs still make the artifacts in it the lab's.
      if (
        !deleted.has(resource.id) &&
        new Set(resource.proofs.map(({ by }) => by)).size >= 2 &&
        resource.notOursBecause === undefined
      )
        stores.set(resource.id, [
          ...(stores.get(resource.id) ?? []),
          { by: 'bucket', text: "the bucket is the lab's by two proofs" },
        ]);
    }
    const { artifactBucket: recordedBucket = '', pipeline } = scan.record;
    if (
      recordedBucket !== '' &&
      pipeline === scan.names.pipeline &&
      !stores.has(recordedBucket) &&
      !deleted.has(recordedBucket)
    )
      stores.set(recordedBucket, [recordProof]);
    for (const { kind, id } of scan.journaled)
      if (kind === 'artifacts' && !stores.has(splitId(id).name)) stores.set(splitId(id).name, []);
    for (const name of deleted) stores.delete(name);
    return mergeScanResults(
      await Promise.all([...stores].map(([name, initialProofs]) => findIn(scan, name, initialProofs))),
    );
  },

  measure(resource, scan) {
    const { name, prefix } = splitId(resource.id);
    return measure(scan, bucketOf(scan, { ...resource, id: name }), prefix);
  },

  delete(resource, writer, scan, progress) {
    const { name, prefix } = splitId(resource.id);
    return empty(writer, scan, bucketOf(scan, { ...resource, id: name }), prefix, progress);
  },

  async probe(resource, scan) {
    const { name, prefix } = splitId(resource.id);
    const contents = await measure(scan, bucketOf(scan, { ...resource, id: name }), prefix);
    return contents.state === 'known' && isEmpty(contents.value)
      ? { state: 'absent', code: 'nothing under this prefix' }
      : contents;
  },
};
