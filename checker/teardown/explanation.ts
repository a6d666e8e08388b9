import type { ArtifactStore } from '../account/codepipeline.ts';
import { type ActionExecution, actionExecutions } from '../account/executions.ts';
import type { Fact } from '../account/fact.ts';
import { bucket, objectVersionPages } from '../account/s3.ts';
import { artifactDigests } from '../account/sources/artifact.ts';
import type { ArtifactDigests } from '../account/sources/zip.ts';
import type { DeploymentTime } from '../lab/lab-record.ts';
import { ExplanationCollector } from './explanation-collector.ts';
import { isBucketKind, resourceKey } from './ownership.ts';
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

/** An S3 deploy action ends after 90 minutes at the latest. [doc] */
const longestDeployment = 90 * 60_000;

/** A deployment's target and source. */
interface Deployed {
  bucket: string;
  artifact: Artifact;
  /** Whether the action deploys the artifact's files. If not, `objectKey` is the only key. */
  isExtracted: boolean;
  objectKey: string;
  time: DeploymentTime;
}

/** When an action can have written. One that was stopped or still ran when it was read can have gone on. */
function timeOf({ status, started, updated }: ActionExecution): DeploymentTime {
  const hasEnded = status === 'Succeeded' || status === 'Failed';
  return { from: started, to: hasEnded ? updated : started + longestDeployment };
}

function deployedBy(run: ActionExecution): Deployed[] {
  const { category, provider, configuration, inputs } = run;
  if (category !== 'Deploy' || provider !== 'S3') return [];
  return inputs.map(({ bucket: store, key }) => ({
    bucket: configuration.BucketName ?? '',
    objectKey: configuration.ObjectKey ?? '',
    artifact: { bucket: store, key },
    isExtracted: configuration.Extract !== 'false',
    time: timeOf(run),
  }));
}

/** `site/` and `/site` as prefixes of keys: S3 deploy joins the object key and the file's path with one slash. */
function keyIn(objectKey: string, file: string): string {
  const folder = objectKey.replace(/\/+$/, '');
  return folder === '' ? file : `${folder}/${file}`;
}

const artifactId = ({ bucket: store, key }: Artifact) => `${store}/${key}`;

/** Reads the files of these artifacts, each once. */
async function readArtifacts(
  scan: AccountScan,
  artifacts: readonly Artifact[],
): Promise<Map<string, Fact<ArtifactDigests>>> {
  const facts = new Map<string, Fact<ArtifactDigests>>();
  const queue = artifacts.values();
  const worker = async () => {
    for (const artifact of queue) {
      const id = artifactId(artifact);
      const { region } = artifact;
      if (!facts.has(id)) facts.set(id, await artifactDigests(scan.calls, artifact, scan.accountId, region));
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

/** Adds what one deployment wrote: the artifact's files, or the artifact itself. */
function addDeployed(
  collector: ExplanationCollector,
  { bucket: target, objectKey, isExtracted }: Deployed,
  artifact: Fact<ArtifactDigests> | undefined,
): void {
  const collected = collector.of(target);
  if (!isExtracted)
    collected.addFile(objectKey, artifact?.state === 'known' ? artifact.value.md5 : undefined);
  if (artifact?.state === 'unknown') collector.errors.push(artifact.error);
  // An artifact that is gone is no error, but what was deployed from it is not known any more.
  else if (artifact?.state !== 'known') collected.markIncomplete();
  else if (isExtracted)
    for (const { name, md5 } of artifact.value.files) collected.addFile(keyIn(objectKey, name), md5);
}

/** What the lab's pipelines deployed, by their own history. */
async function fromHistory(
  scan: AccountScan,
  { labPipelines }: PipelineInventory,
  collector: ExplanationCollector,
): Promise<void> {
  for (const labPipeline of labPipelines) {
    const { name, artifactStores } = labPipeline;
    for (const store of artifactStores) collector.of(store.bucket).addPrefix(artifactPrefix(name));
    const runs = await actionExecutions(scan.calls, name);
    if (runs.state === 'unknown') collector.errors.push(runs.error);
    if (runs.state !== 'known') continue;
    const deployed = runs.value.items.flatMap(deployedBy);
    const targets = new Set([...deploysTo(labPipeline), ...deployed.map((one) => one.bucket)]);
    for (const target of targets) {
      const times = deployed.filter((one) => one.bucket === target).map(({ time }) => time);
      collector.of(target).addDeployments(times);
      if (!runs.value.complete) collector.of(target).markIncomplete();
    }
    const artifacts = new Map(
      deployed.map(
        ({ artifact }) => [artifactId(artifact), inStore(artifact, artifactStores, scan)] as const,
      ),
    );
    const files = await readArtifacts(scan, [...artifacts.values()].slice(0, maxArtifacts));
    for (const one of deployed) addDeployed(collector, one, files.get(artifactId(one.artifact)));
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
  collector: ExplanationCollector,
): Promise<void> {
  const pipelines = [...scan.ownNames('pipeline'), ...inventory.labPipelines.map(({ name }) => name)];
  const prefixes = [...new Set(pipelines.map(artifactPrefix))];
  const targets = deployTargets(scan, inventory);
  for (const store of scan.ownNames('artifactBucket')) {
    const found = await bucket(scan.calls, store, scan.accountId);
    if (found.state === 'unknown') collector.errors.push(found.error);
    if (found.state !== 'known') continue;
    for (const prefix of prefixes) {
      collector.of(store).addPrefix(prefix);
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
      if (oldest !== undefined) for (const target of targets) collector.of(target).addStart(oldest.modified);
      const files = await readArtifacts(scan, artifacts.slice(0, maxArtifacts));
      for (const fact of files.values()) {
        if (fact.state === 'unknown') collector.errors.push(fact.error);
        if (fact.state === 'known')
          for (const target of targets)
            for (const { name, md5 } of fact.value.files) collector.of(target).addFile(name, md5);
      }
    }
  }
}

/** What earlier teardowns wrote down of buckets that may still exist: the pipeline that explained them may be gone. */
function fromJournal({ journal }: AccountScan, collector: ExplanationCollector): void {
  const open = journal.confirmed.filter((entry) => journal.open.includes(resourceKey(entry)));
  for (const { kind, id, explanation } of [...open, ...journal.kept])
    if (explanation !== undefined && isBucketKind(kind)) collector.of(id).add(explanation);
}

/** Reads which entries of the lab's buckets the lab put there: object by object, from what its pipeline did. */
export async function readExplanation(scan: AccountScan): Promise<ScanExplanation> {
  const collector = new ExplanationCollector();
  const inventory = await scan.inventory();
  fromJournal(scan, collector);
  const earlier = scan.run.explanations.get(scan.lab.region);
  for (const [name, explanation] of earlier?.byBucket ?? []) collector.of(name).add(explanation);
  await fromHistory(scan, inventory, collector);
  await fromArtifacts(scan, inventory, collector);
  const explanation = collector.result();
  scan.run.explanations.set(scan.lab.region, explanation);
  return explanation;
}
