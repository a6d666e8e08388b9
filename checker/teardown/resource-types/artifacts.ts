import { type Fact, known } from '../../account/fact.ts';
import { bucket, objectVersionPages, uploadPages } from '../../account/s3.ts';
import { CandidateList } from '../candidates.ts';
import { isEmpty, measure } from '../contents.ts';
import { decide } from '../decide.ts';
import { empty } from '../empty.ts';
import { artifactPrefix } from '../explanation.ts';
import { findAll } from '../find.ts';
import { isProven, journalProofs } from '../ownership.ts';
import { labelOfPipeline } from '../pipeline-inventory.ts';
import { mentionsBucket } from '../pipeline-strings.ts';
import { emptyScanResult, type Resource, type ScanResult } from '../resource.ts';
import type { AccountScan, Candidate, PipelineInventory, ResourceType } from '../types.ts';
import { artifactBucket, artifactStoreProof } from './artifact-bucket.ts';
import { bucketOf } from './bucket.ts';
import { deployBucket } from './deploy-bucket.ts';

const kind = 'artifacts';

const splitId = (id: string) => {
  const slash = id.indexOf('/');
  return { name: id.slice(0, slash), prefix: id.slice(slash + 1) };
};

/** Other pipelines that store their artifacts under the same prefix of this bucket. */
function pipelinesSharingPrefix(
  scan: AccountScan,
  { others }: PipelineInventory,
  name: string,
  prefix: string,
): string[] {
  const names = mentionsBucket(name);
  return others
    .filter(
      (other) =>
        !scan.run.labPipelines.has(other.arn) &&
        artifactPrefix(other.name) === prefix &&
        other.strings.some(names),
    )
    .map((other) => `${labelOfPipeline(scan, other)}, which stores its artifacts under the same prefix`);
}

/** Whether the prefix is empty. One page that has an entry is enough to answer. */
async function hasNothing(
  scan: AccountScan,
  resource: Pick<Resource, 'id' | 'region'>,
): Promise<Fact<boolean>> {
  const { name, prefix } = splitId(resource.id);
  const target = bucketOf(scan, { ...resource, id: name });
  for (const listing of [
    objectVersionPages(scan.uncached, target, prefix),
    uploadPages(scan.uncached, target, prefix),
  ])
    for await (const page of listing) {
      if (page.state !== 'known') return page;
      if (page.value.length > 0) return known(false);
    }
  return known(true);
}

async function inspect({ id, proofs, hints }: Candidate, scan: AccountScan): Promise<ScanResult> {
  const { name, prefix } = splitId(id);
  const found = await bucket(scan.calls, name, scan.accountId);
  if (found.state === 'absent') return emptyScanResult();
  const undetermined = (fact: Extract<Fact<unknown>, { state: 'unknown' }>): ScanResult => ({
    ...emptyScanResult(),
    undetermined: [{ kind, name: id, error: fact.error }],
  });
  if (found.state === 'unknown') return undetermined(found);
  const region = found.value.region === scan.lab.region ? {} : { region: found.value.region };
  const nothing = await hasNothing(scan, { id, ...region });
  if (nothing.state === 'unknown') return undetermined(nothing);
  if (nothing.state === 'absent' || nothing.value)
    return { ...emptyScanResult(), absent: [{ kind, name: id, code: 'nothing under this prefix' }] };
  const inventory = await scan.inventory();
  const resource: Resource = {
    kind,
    id,
    name: id,
    ...region,
    hints,
    holds: {},
    proofs: [
      ...proofs,
      { by: 'name', text: "they lie under exactly the pipeline's prefix" },
      ...journalProofs({ kind, id }, scan.journal),
    ],
    users: pipelinesSharingPrefix(scan, inventory, name, prefix),
    undetermined: inventory.readErrors,
  };
  return { ...emptyScanResult(), resources: [resource] };
}

/** The lab's artifacts in a bucket that is kept. A bucket that is deleted takes its artifacts with it. */
export const artifacts: ResourceType = {
  name: kind,
  title: 'artifacts',
  after: ['pipeline'],

  async candidates(scan) {
    const { labPipelines } = await scan.inventory();
    const [stores, deploys] = await Promise.all([findAll(artifactBucket, scan), findAll(deployBucket, scan)]);
    const list = new CandidateList();
    for (const { name, artifactStores } of labPipelines)
      for (const store of artifactStores)
        list.add(`${store.bucket}/${artifactPrefix(name)}`, [artifactStoreProof]);
    // A bucket with another user is kept, but two proofs still make the artifacts in it the lab's.
    for (const resource of stores.resources)
      if (isProven(resource.proofs) && resource.notOursBecause === undefined)
        for (const name of scan.ownNames('pipeline'))
          list.add(`${resource.id}/${artifactPrefix(name)}`, [
            { by: 'bucket', text: "the bucket is the lab's by two proofs" },
          ]);
    const { artifactBucket: recorded = '', pipeline = '' } = scan.record;
    if (recorded !== '' && pipeline !== '') list.add(`${recorded}/${artifactPrefix(pipeline)}`);
    await list.addKnown(scan, kind);
    // A bucket that is deleted takes its artifacts with it. Whether it is depends on its contents, too.
    const all = await Promise.all(
      [...stores.resources, ...deploys.resources].map(async (resource) => {
        if (decide(resource, scan.journal.notMine).delete !== true) return undefined;
        const type = resource.kind === 'deploy-bucket' ? deployBucket : artifactBucket;
        const contents = await type.measure?.(resource, scan);
        const isKept = contents?.state !== 'known' || contents.value.unexplained !== undefined;
        return isKept ? undefined : resource.id;
      }),
    );
    for (const id of list.ids()) if (all.includes(splitId(id).name)) list.delete(id);
    return list.result();
  },

  inspect,

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
