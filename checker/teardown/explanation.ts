import type { ArtifactStore } from '../account/codepipeline.ts';
import { type ActionExecution, actionExecutions } from '../account/executions.ts';
import type { CallError, Fact } from '../account/fact.ts';
import { bucket, objectVersionPages } from '../account/s3.ts';
import { artifactFileNames } from '../account/sources/artifact.ts';
import type { Explanation } from '../lab/lab-record.ts';
import { deploysTo } from './pipeline-strings.ts';
import type { AccountScan, PipelineInventory, ScanExplanation } from './types.ts';

/** CodePipeline stores a pipeline's artifacts under the first 20 characters of its name. */
export const artifactPrefix = (pipeline: string) => `${pipeline.slice(0, 20)}/`;

/** How many artifacts are read to find out which files were deployed, the newest first. */
const maxArtifacts = 60;

interface Artifact {
  bucket: string;
  key: string;
  region?: string;
}

/** A deployment's target and source. */
interface Deployed {
  bucket: string;
  /** Undefined where the action does not extract: then `objectKey` is the only key. */
  artifact: Artifact | undefined;
  objectKey: string;
  started: number;
}

function deployedBy({ category, provider, configuration, inputs, started }: ActionExecution): Deployed[] {
  if (category !== 'Deploy' || provider !== 'S3') return [];
  const isExtracted = configuration.Extract !== 'false';
  return inputs.map(({ bucket: store, key }) => ({
    ...{ bucket: configuration.BucketName ?? '', objectKey: configuration.ObjectKey ?? '', started },
    artifact: isExtracted ? { bucket: store, key } : undefined,
  }));
}

class Collector {
  private readonly explained = new Map<
    string,
    { prefixes: Set<string>; keys: Set<string>; since?: number }
  >();
  readonly errors: CallError[] = [];

  of(name: string) {
    const found = this.explained.get(name) ?? { prefixes: new Set<string>(), keys: new Set<string>() };
    this.explained.set(name, found);
    return found;
  }

  since(name: string, started: number): void {
    const entry = this.of(name);
    entry.since = Math.min(entry.since ?? started, started);
  }

  result(): ScanExplanation {
    const byBucket = new Map<string, Explanation>();
    for (const [name, { prefixes, keys, since }] of this.explained)
      byBucket.set(name, {
        ...{ prefixes: [...prefixes].sort(), keys: [...keys].sort() },
        ...(since === undefined ? {} : { since }),
      });
    return { byBucket, errors: this.errors };
  }
}

/** `site/` and `/site` as prefixes of keys: S3 deploy joins the object key and the file's path with one slash. */
function keyIn(objectKey: string, file: string): string {
  const folder = objectKey.replace(/\/+$/, '');
  return folder === '' ? file : `${folder}/${file}`;
}

/** Reads the file names of these artifacts, each once. An artifact that is gone explains nothing and is no error. */
async function readArtifacts(
  scan: AccountScan,
  artifacts: readonly Artifact[],
): Promise<Map<string, Fact<string[]>>> {
  const facts = new Map<string, Fact<string[]>>();
  const queue = artifacts.values();
  const worker = async () => {
    for (const artifact of queue) {
      const id = `${artifact.bucket}/${artifact.key}`;
      const { region } = artifact;
      if (!facts.has(id))
        facts.set(id, await artifactFileNames(scan.calls, artifact, scan.accountId, region));
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return facts;
}

/** An artifact with the region of its store, where that is not the lab's: an action reads its input in its own region. */
function inStore(artifact: Artifact, stores: readonly ArtifactStore[], { lab }: AccountScan): Artifact {
  const region = stores.find(({ bucket: name }) => name === artifact.bucket)?.region;
  return region === undefined || region === lab.region ? artifact : { ...artifact, region };
}

/** What the lab's pipelines deployed, by their own history. */
async function fromHistory(
  scan: AccountScan,
  { labPipelines }: PipelineInventory,
  collector: Collector,
): Promise<void> {
  for (const { name, artifactStores } of labPipelines) {
    for (const store of artifactStores) collector.of(store.bucket).prefixes.add(artifactPrefix(name));
    const runs = await actionExecutions(scan.calls, name);
    if (runs.state === 'unknown') collector.errors.push(runs.error);
    if (runs.state !== 'known') continue;
    const deployed = runs.value.items.flatMap(deployedBy);
    const artifacts = new Map<string, Artifact>();
    for (const { artifact } of deployed)
      if (artifact !== undefined && artifacts.size < maxArtifacts)
        artifacts.set(`${artifact.bucket}/${artifact.key}`, inStore(artifact, artifactStores, scan));
    const names = await readArtifacts(scan, [...artifacts.values()]);
    for (const { bucket: target, artifact, objectKey, started } of deployed) {
      collector.since(target, started);
      if (artifact === undefined) collector.of(target).keys.add(objectKey);
      const files = artifact && names.get(`${artifact.bucket}/${artifact.key}`);
      if (files?.state === 'unknown') collector.errors.push(files.error);
      if (files?.state === 'known')
        for (const file of files.value) collector.of(target).keys.add(keyIn(objectKey, file));
    }
  }
}

/** The lab's buckets that its artifacts can have been deployed to: where its pipelines deploy, if one still says so. */
function deployTargets(scan: AccountScan, { labPipelines }: PipelineInventory): string[] {
  const own = scan.ownNames('deployBucket');
  if (labPipelines.length === 0) return [...own];
  const targets = labPipelines.flatMap(deploysTo);
  return own.filter((name) => targets.includes(name));
}

/**
 * What lies under the lab's artifact prefix in the lab's own artifact bucket: once a pipeline is deleted, its artifacts
 * still say which files it deployed, and since when.
 */
async function fromArtifacts(
  scan: AccountScan,
  inventory: PipelineInventory,
  collector: Collector,
): Promise<void> {
  const pipelines = [...scan.ownNames('pipeline'), ...inventory.labPipelines.map(({ name }) => name)];
  const prefixes = [...new Set(pipelines.map(artifactPrefix))];
  const targets = deployTargets(scan, inventory);
  for (const store of scan.ownNames('artifactBucket')) {
    const found = await bucket(scan.calls, store, scan.accountId);
    if (found.state === 'unknown') collector.errors.push(found.error);
    if (found.state !== 'known') continue;
    for (const prefix of prefixes) {
      collector.of(store).prefixes.add(prefix);
      const artifacts: (Artifact & { modified: number })[] = [];
      for await (const page of objectVersionPages(scan.uncached, found.value, prefix)) {
        if (page.state === 'unknown') collector.errors.push(page.error);
        if (page.state !== 'known') break;
        for (const { key, latest, isDeleteMarker, modified } of page.value)
          if (latest && !isDeleteMarker)
            artifacts.push({ bucket: store, key, region: found.value.region, modified });
      }
      artifacts.sort((a, b) => b.modified - a.modified);
      const oldest = artifacts.at(-1);
      if (oldest !== undefined) for (const target of targets) collector.since(target, oldest.modified);
      const names = await readArtifacts(scan, artifacts.slice(0, maxArtifacts));
      for (const fact of names.values()) {
        if (fact.state === 'unknown') collector.errors.push(fact.error);
        if (fact.state === 'known')
          for (const target of targets) for (const file of fact.value) collector.of(target).keys.add(file);
      }
    }
  }
}

/** What earlier teardowns wrote down of buckets: the pipeline that explained them may be gone. */
function fromJournal(scan: AccountScan, collector: Collector): void {
  for (const { kind, id, explanation } of [...scan.journal.confirmed, ...scan.journal.kept]) {
    if (explanation === undefined || (kind !== 'deploy-bucket' && kind !== 'artifact-bucket')) continue;
    const entry = collector.of(id);
    for (const prefix of explanation.prefixes) entry.prefixes.add(prefix);
    for (const key of explanation.keys) entry.keys.add(key);
    if (explanation.since !== undefined) collector.since(id, explanation.since);
  }
}

/** Reads which entries of the lab's buckets the lab put there: object by object, from what its pipeline did. */
export async function readExplanation(scan: AccountScan): Promise<ScanExplanation> {
  const collector = new Collector();
  const inventory = await scan.inventory();
  const earlier = scan.run.explanations.get(scan.lab.region);
  for (const [name, { prefixes, keys, since }] of earlier?.byBucket ?? []) {
    const entry = collector.of(name);
    for (const prefix of prefixes) entry.prefixes.add(prefix);
    for (const key of keys) entry.keys.add(key);
    if (since !== undefined) collector.since(name, since);
  }
  fromJournal(scan, collector);
  await fromHistory(scan, inventory, collector);
  await fromArtifacts(scan, inventory, collector);
  const explanation = collector.result();
  scan.run.explanations.set(scan.lab.region, explanation);
  return explanation;
}

/**
 * Returns a function that says whether the lab wrote an entry of a bucket: it lies under the artifact prefix, or it is
 * a version of a file that the lab deployed, from the time of the first deployment on.
 */
export function explains(
  explanation: Explanation | undefined,
): (entry: { key: string; modified: number }) => boolean {
  if (explanation === undefined) return () => false;
  const keys = new Set(explanation.keys);
  const { prefixes, since } = explanation;
  // S3 reports whole seconds.
  const first = since === undefined ? 0 : Math.floor(since / 1000) * 1000;
  return ({ key, modified }) =>
    prefixes.some((prefix) => key.startsWith(prefix)) || (keys.has(key) && modified >= first);
}
