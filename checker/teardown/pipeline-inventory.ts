import { type Pipeline, pipeline, pipelineTags } from '../account/codepipeline.ts';
import type { CallError, Fact } from '../account/fact.ts';
import { roleNameOf } from '../account/iam.ts';
import { decide } from './decide.ts';
import { journalProofs, nameProof, proofsFromTags, recordHint } from './ownership.ts';
import { deploysTo, listedPipelines, pipelineArn, readDefinition } from './pipeline-strings.ts';
import type { OwnershipProof, Resource } from './resource.ts';
import type { AccountScan, PipelineInventory, PipelineStrings } from './types.ts';

/** Reads up to four pipelines at a time, because CodePipeline throttles early. */
async function readAllDefinitions(
  scan: AccountScan,
  names: readonly string[],
): Promise<Map<string, Fact<PipelineStrings>>> {
  const facts = new Map<string, Fact<PipelineStrings>>();
  const queue = names.values();
  const worker = async () => {
    for (const name of queue)
      facts.set(name, await readDefinition(scan.calls, name, scan.lab.region, scan.accountId));
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return facts;
}

const identity = (found: Pipeline) => ({
  kind: 'pipeline' as const,
  id: found.arn,
  incarnation: new Date(found.created ?? 0).toISOString(),
});

/** Reads one pipeline that may be the lab's, with its proofs. */
export async function pipelineResource(
  scan: AccountScan,
  name: string,
  initialProofs: readonly OwnershipProof[] = [],
  hints: readonly string[] = [],
): Promise<Fact<Resource>> {
  const found = await pipeline(scan.calls, name);
  if (found.state !== 'known') return found;
  const tags = await pipelineTags(scan.calls, found.value.arn);
  // If the pipeline disappears between the two calls, it is absent. Denied tags leave its owner unknown.
  if (tags.state !== 'known') return tags;
  const { proofs, ...rest } = proofsFromTags(tags.value, scan.names);
  const isOwnName = scan.ownNames('pipeline').includes(name);
  const all = [...initialProofs, ...(isOwnName ? [nameProof] : []), ...proofs];
  const bucket = deploysTo(found.value).find((each) => scan.ownNames('deployBucket').includes(each));
  if (bucket !== undefined) all.push({ by: 'definition', text: `it deploys to ${bucket}` });
  const resource = identity(found.value);
  return {
    state: 'known',
    value: {
      ...resource,
      name,
      ...rest,
      users: [],
      undetermined: [],
      holds: { version: found.value.version },
      proofs: [...all, ...journalProofs(resource, scan.journal)],
      hints: [...hints],
    },
  };
}

/** The names of the pipelines of the lab's region that may be the lab's. */
async function candidateNames(
  scan: AccountScan,
): Promise<Map<string, { proofs: OwnershipProof[]; hints: string[] }>> {
  const names = new Map<string, { proofs: OwnershipProof[]; hints: string[] }>();
  const add = (name: string, proofs: OwnershipProof[] = [], hints: string[] = []) => {
    const before = names.get(name);
    names.set(name, {
      proofs: [...(before?.proofs ?? []), ...proofs],
      hints: [...(before?.hints ?? []), ...hints],
    });
  };
  for (const name of scan.ownNames('pipeline')) add(name);
  if (scan.record.pipeline !== undefined) add(scan.record.pipeline, [], [recordHint]);
  const { confirmed, adopted, kept } = scan.journal;
  for (const { kind, name } of [...confirmed, ...adopted, ...kept]) if (kind === 'pipeline') add(name);
  const { found } = await scan.search();
  for (const { id, hints } of found.pipeline) add(id.slice(id.lastIndexOf(':') + 1), [], hints);
  return names;
}

/** Pipelines that deploy to the lab's bucket have one proof, whatever their name. */
function deployingPipelines(scan: AccountScan, facts: ReadonlyMap<string, Fact<PipelineStrings>>): string[] {
  const buckets = scan.ownNames('deployBucket');
  return [...facts].flatMap(([name, fact]) =>
    fact.state === 'known' && buckets.some((bucket) => fact.value.strings.includes(bucket)) ? [name] : [],
  );
}

export async function readPipelineInventory(scan: AccountScan): Promise<PipelineInventory> {
  const { region } = scan.lab;
  const [listed, names, search] = await Promise.all([
    listedPipelines(scan.calls, region),
    candidateNames(scan),
    scan.search(),
  ]);
  const readErrors: CallError[] = listed.state === 'unknown' ? [listed.error] : [];
  const listedNames = listed.state === 'known' ? listed.value.map(({ name }) => name) : [];
  // A pipeline that was just created can be missing from the list, so the lab's own names are always read.
  const facts = await readAllDefinitions(scan, [...new Set([...listedNames, ...names.keys()])]);
  for (const name of deployingPipelines(scan, facts))
    if (!names.has(name)) names.set(name, { proofs: [], hints: [] });

  const inventory: PipelineInventory = {
    candidates: new Map(),
    absent: [],
    labPipelines: [],
    others: [],
    readErrors,
  };
  await Promise.all(
    [...names].map(async ([name, { proofs, hints }]) => {
      const fact = await pipelineResource(scan, name, proofs, hints);
      if (fact.state === 'absent') inventory.absent.push({ name, code: fact.code });
      else inventory.candidates.set(pipelineArn(name, region, scan.accountId), fact);
    }),
  );
  for (const [name, fact] of facts) {
    const candidate = inventory.candidates.get(pipelineArn(name, region, scan.accountId));
    if (fact.state === 'unknown') readErrors.push(fact.error);
    if (fact.state !== 'known') continue;
    if (candidate?.state === 'unknown') readErrors.push(candidate.error);
    else if (candidate?.state === 'known' && isLabs(candidate.value, scan)) {
      const found = await pipeline(scan.calls, name);
      if (found.state === 'known') inventory.labPipelines.push({ ...found.value, ...fact.value });
      if (found.state === 'unknown') readErrors.push(found.error);
    } else inventory.others.push(fact.value);
  }
  for (const { arn, roleArn } of inventory.labPipelines) {
    scan.run.labPipelines.add(arn);
    if (roleArn.split(':')[4] === scan.accountId) scan.run.pipelineRoles.add(roleNameOf(roleArn));
  }
  for (const reading of search.regions.values())
    if (reading.state === 'read') inventory.others.push(...reading.pipelines);
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  inventory.labPipelines.sort(byName);
  return { ...inventory, others: inventory.others.sort(byName) };
}

const isLabs = (resource: Resource, { journal }: AccountScan) =>
  decide(resource, journal.notMine).delete === true;

/** A pipeline in the words of reports: with its region where that is another one. */
export const labelOfPipeline = ({ lab }: AccountScan, { name, region }: PipelineStrings) =>
  `pipeline ${name}${region === lab.region ? '' : ` in ${region}`}`;

/**
 * The pipelines whose definitions mention a resource and that are not the lab's, in the words that reports print.
 * Those of the lab in another region of the same run go with it, so they do not count.
 */
export function pipelinesMentioning(
  scan: AccountScan,
  { others }: PipelineInventory,
  mentions: (text: string) => boolean,
): string[] {
  return others
    .filter(({ arn, strings }) => !scan.run.labPipelines.has(arn) && strings.some(mentions))
    .map((other) => labelOfPipeline(scan, other));
}
