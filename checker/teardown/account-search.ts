import { pipelineTags } from '../account/codepipeline.ts';
import { connectionTags } from '../account/connections.ts';
import type { Fact } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { bucketTags, objectVersionPages } from '../account/s3.ts';
import { consoleName, type NameOverride, namesOf, partsOfConsolePolicyName } from '../lab/lab.ts';
import { type Lists, nameInArn, readLists } from './account-lists.ts';
import { consoleNames } from './console-names.ts';
import { artifactPrefix } from './explanation.ts';
import { isAnotherLabsName, isNear } from './near-name.ts';
import { readRegions, regionLimits } from './other-regions.ts';
import { proofsFromTags } from './ownership.ts';
import { pipelineArn } from './pipeline-strings.ts';
import { evidenceOfPolicyName } from './policy-names.ts';
import type { ResourceTypeName } from './resource.ts';
import type {
  AccountScan,
  AccountSearch,
  Candidate,
  Elsewhere,
  RegionReading,
  SearchLimit,
} from './types.ts';

const nearNameHint = "its name is almost the lab's";

/** How many resources' tags a run reads at most, those with the nearest names first. */
const tagBudget = 60;
/** How many of the console's artifact buckets are searched for the lab's artifacts. */
const sharedBucketBudget = 20;

/** The name of the artifact bucket that the console creates for all pipelines of a region. */
export const isConsoleBucket = (name: string) =>
  /^codepipeline-[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}-\d+$/.test(name);

/** Something whose tags can be read. */
interface Taggable {
  kind: ResourceTypeName;
  id: string;
  name: string;
  /** Which of the lab's names it is compared with. */
  as: readonly NameOverride[];
  tags(): Promise<Fact<Record<string, string>>>;
}

const empty = (): Record<ResourceTypeName, Candidate[]> => ({
  pipeline: [],
  'deploy-bucket': [],
  'artifact-bucket': [],
  artifacts: [],
  connection: [],
  role: [],
  policy: [],
});

/** Names that a lab's resource could have been given carelessly come first, then whatever sounds like a pipeline's. */
function likeliness(isNearName: boolean, name: string): number {
  if (isNearName) return 0;
  return /pipeline|deploy|artifact|codepipe|^cp-|-cp-|lab/i.test(name) ? 1 : 2;
}

function taggables(scan: AccountScan, lists: Lists): Taggable[] {
  const { calls } = scan.run;
  const { accountId, lab } = scan;
  const isCandidate = (as: readonly NameOverride[], name: string) =>
    as.some((kind) =>
      kind === 'policy' ? hasPolicyEvidence(scan, name) : scan.ownNames(kind).includes(name),
    );
  const all: Taggable[] = [
    ...lists.pipelines.map((name): Taggable => {
      const arn = pipelineArn(name, lab.region, accountId);
      return {
        kind: 'pipeline',
        id: arn,
        name,
        as: ['pipeline'],
        tags: () => pipelineTags(calls, arn, { region: lab.region }),
      };
    }),
    ...lists.connections.map(
      ({ name, arn }): Taggable => ({
        kind: 'connection',
        id: arn,
        name,
        as: ['connection'],
        tags: () => connectionTags(calls, arn, { region: lab.region }),
      }),
    ),
    ...lists.buckets.map(
      ({ name, region }): Taggable => ({
        // Whether it was meant for artifacts or for the site shows only in its name.
        kind: isNear(name, scan.ownNames('artifactBucket')) ? 'artifact-bucket' : 'deploy-bucket',
        id: name,
        name,
        as: ['deployBucket', 'artifactBucket'],
        tags: () => bucketTags(calls, { name, owner: accountId, region: region ?? lab.region }),
      }),
    ),
    ...lists.roles
      .filter(({ path }) => !path.startsWith('/aws-service-role/') && !path.startsWith('/aws-reserved/'))
      .map(
        ({ name }): Taggable => ({
          kind: 'role',
          id: name,
          name,
          as: ['role'],
          tags: async () => {
            const fact = await role(calls, name);
            return fact.state === 'known' ? { state: 'known', value: fact.value.tags } : fact;
          },
        }),
      ),
    ...lists.policies.map(
      (arn): Taggable => ({
        kind: 'policy',
        id: arn,
        name: nameInArn(arn),
        as: ['policy'],
        tags: async () => {
          const fact = await calls.read('iam', 'GetPolicy', { PolicyArn: arn });
          if (fact.state !== 'known') return fact;
          const tags = (fact.value.Policy?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]);
          return { state: 'known', value: Object.fromEntries(tags) };
        },
      }),
    ),
  ];
  // Pipelines, connections, buckets and roles with the lab's names are candidates already: a name identifies them, or
  // their whole list is read. So are the policies that `findPoliciesByName` finds.
  return all.filter(({ as, name }) => !isCandidate(as, name));
}

function hasPolicyEvidence(scan: AccountScan, name: string): boolean {
  const { proofs, hints } = evidenceOfPolicyName(scan, name);
  return proofs.length > 0 || (scan.run.isThorough && hints.length > 0);
}

/** The policies whose names are the lab's under any path. A policy's ARN contains its path, so they cannot be guessed. */
const findPoliciesByName = (scan: AccountScan, { policies }: Lists): Candidate[] =>
  policies
    .filter((arn) => hasPolicyEvidence(scan, nameInArn(arn)))
    .map((id) => ({ id, proofs: [], hints: [] }));

/** Reads tags within the budget, the likeliest first, and returns what a tag or a near name connects with the lab. */
async function findByTagOrName(
  scan: AccountScan,
  lists: Lists,
  limits: SearchLimit[],
): Promise<Record<ResourceTypeName, Candidate[]>> {
  const found = empty();
  const context = {
    lab: scan.lab,
    accountId: scan.accountId,
    namesIn: (region: string) => {
      const { names: _, ...lab } = scan.lab;
      return namesOf({ ...lab, region }, scan.accountId);
    },
  };
  const judged = taggables(scan, lists)
    .filter(({ as, name }) => !as.some((kind) => isAnotherLabsName(kind, name, context)))
    .map((one) => {
      const names = [
        ...one.as.flatMap((kind) => scan.ownNames(kind)),
        ...(one.kind === 'role' || one.kind === 'policy' ? consoleNames(scan, one.kind) : []),
      ];
      const isNearName = isNear(one.name, names);
      return { one, isNearName, rank: likeliness(isNearName, one.name) };
    })
    .sort((a, b) => a.rank - b.rank);
  const wanted = judged.slice(0, tagBudget);
  if (judged.length > wanted.length)
    limits.push({
      what: 'tags',
      why: `read for ${wanted.length} of ${judged.length} resources, those with the likeliest names first`,
    });
  const denied: string[] = [];
  const queue = wanted.values();
  const worker = async () => {
    for (const { one, isNearName } of queue) {
      const tags = await one.tags();
      if (tags.state === 'unknown') denied.push(one.name);
      const { proofs, notOursBecause } =
        tags.state === 'known'
          ? proofsFromTags(tags.value, scan.names)
          : { proofs: [], notOursBecause: undefined };
      // Its tags say whose it is, whatever its name resembles.
      if (notOursBecause !== undefined) continue;
      const hints = isNearName ? [nearNameHint] : [];
      if (proofs.length > 0 || hints.length > 0) found[one.kind].push({ id: one.id, proofs: [], hints });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  if (denied.length > 0)
    limits.push({ what: 'tags', why: `not readable for ${denied.length} of the account's other resources` });
  for (const each of judged.slice(tagBudget))
    if (each.isNearName) found[each.one.kind].push({ id: each.one.id, proofs: [], hints: [nearNameHint] });
  return found;
}

/** The console's artifact buckets of the region that contain something under the lab's artifact prefix. */
async function findSharedArtifacts(
  scan: AccountScan,
  { buckets: all }: Lists,
  limits: SearchLimit[],
): Promise<Candidate[]> {
  const { lab, accountId, run } = scan;
  const here = all.filter(
    ({ name }) => isConsoleBucket(name) && name.startsWith(`codepipeline-${lab.region}-`),
  );
  if (here.length > sharedBucketBudget)
    limits.push({
      what: "the console's artifact buckets",
      why: `searched ${sharedBucketBudget} of ${here.length}`,
    });
  const found: Candidate[] = [];
  for (const { name } of here.slice(0, sharedBucketBudget))
    for (const pipelineName of scan.ownNames('pipeline')) {
      const prefix = artifactPrefix(pipelineName);
      const target = { name, owner: accountId, region: lab.region };
      for await (const page of objectVersionPages(run.calls, target, prefix)) {
        if (page.state === 'unknown')
          limits.push({ what: `artifacts in ${name}`, why: `${page.error.code}: ${page.error.message}` });
        if (page.state === 'known' && page.value.length > 0)
          found.push({ id: `${name}/${prefix}`, proofs: [], hints: [] });
        // One page is enough to know whether anything is there.
        break;
      }
    }
  return found;
}

/** What has exactly the lab's names in regions that this run does not include. */
function findElsewhere(
  scan: AccountScan,
  lists: Lists,
  regions: ReadonlyMap<string, RegionReading>,
): Elsewhere[] {
  const { lab, accountId, run } = scan;
  const { names: _, ...rest } = lab;
  const found: Elsewhere[] = [];
  const notMine = scan.record.notMineElsewhere ?? [];
  const isSettled = ({ kind, name, region }: Elsewhere) =>
    notMine.some(
      (one) =>
        one.kind === kind &&
        one.name === name &&
        // The ARN of a pipeline or a connection contains its region; every other name is unique in the account.
        ((kind !== 'pipeline' && kind !== 'connection') || one.id.split(':')[3] === region),
    );
  const bucketNames = new Set(lists.buckets.map(({ name }) => name));
  const policyNames = new Set(lists.policies.map(nameInArn));
  const roleNames = new Set(lists.roles.map(({ name }) => name));
  for (const region of run.searchRegions) {
    if (run.regions.includes(region)) continue;
    const names = namesOf({ ...rest, region }, accountId);
    const reading = regions.get(region);
    if (reading?.state === 'read') {
      for (const { name } of reading.pipelines)
        if (scan.ownNames('pipeline').includes(name)) found.push({ kind: 'pipeline', name, region });
      for (const { name } of reading.connections)
        if (scan.ownNames('connection').includes(name)) found.push({ kind: 'connection', name, region });
    }
    if (bucketNames.has(names.deployBucket))
      found.push({ kind: 'deploy-bucket', name: names.deployBucket, region });
    if (bucketNames.has(names.artifactBucket))
      found.push({ kind: 'artifact-bucket', name: names.artifactBucket, region });
    for (const name of [names.role, consoleName(region, names.pipeline)])
      if (roleNames.has(name)) found.push({ kind: 'role', name, region });
    for (const name of policyNames) {
      const parts = partsOfConsolePolicyName(name);
      if (parts?.region === region && scan.ownNames('pipeline').includes(parts.pipeline))
        found.push({ kind: 'policy', name, region });
    }
  }
  return found.filter((one) => !isSettled(one));
}

/**
 * Searches the account for users of the lab's resources and for what the lab can have left under another name or in
 * another region. Its calls are the run's, so a second search makes none. What it could not read is a limit.
 */
export async function searchAccount(scan: AccountScan): Promise<AccountSearch> {
  const { run, lab, accountId } = scan;
  const limits: SearchLimit[] = [];
  const others = run.searchRegions.filter((region) => region !== lab.region);
  const [regions, lists] = await Promise.all([
    readRegions(run.calls, others, accountId),
    readLists(scan, limits),
  ]);
  const found = run.isThorough ? await findByTagOrName(scan, lists, limits) : empty();
  found.policy.push(...findPoliciesByName(scan, lists));
  if (run.isThorough) found.artifacts.push(...(await findSharedArtifacts(scan, lists, limits)));
  return {
    regions,
    found,
    elsewhere: run.isThorough ? findElsewhere(scan, lists, regions) : [],
    limits: [...regionLimits(regions), ...limits],
    searchedRegions: [
      lab.region,
      ...[...regions].flatMap(([region, { state }]) => (state === 'not in use' ? [] : [region])),
    ],
  };
}
