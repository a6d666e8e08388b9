import { absent, all, andThen, type Fact, known, map } from '../account/fact.ts';
import { type Bucket, type ObjectVersion, object } from '../account/s3.ts';
import { artifactFile } from '../account/sources/artifact.ts';
import { get as httpGet, isS3Address, type ObjectResponse, presign } from '../account/sources/object-url.ts';
import { bucket, versions } from './bucket.ts';
import { identity } from './caller.ts';
import { pageContent, pageFile } from './content.ts';
import { type FactContext, fact } from './declare.ts';
import { type Deployment, deploymentsOf, isInDeployWindow } from './deployments.ts';
import { executions, runs } from './pipeline.ts';
import type { PageContent } from './values.ts';

async function objectPage(
  { calls }: FactContext,
  bucketFact: Fact<Bucket>,
  versionId: string,
): Promise<Fact<PageContent>> {
  return andThen(bucketFact, async (found) =>
    map(await object(calls, found, pageFile, versionId), ({ bytes, contentType }) =>
      pageContent(bytes, contentType),
    ),
  );
}

async function pageInArtifact(
  { calls }: FactContext,
  caller: Fact<{ account: string }>,
  { deploy }: Deployment,
) {
  return andThen(caller, async ({ account }) => {
    const input = deploy.inputs[0];
    if (input === undefined) return absent('NoInputArtifact');
    return map(await artifactFile(calls, input, account, pageFile), (bytes) => pageContent(bytes));
  });
}

const notDeployed = absent('NotDeployed');

const latestOf = (found: readonly ObjectVersion[]) => found.find(({ latest }) => latest);

export const deployments = fact({
  description: 'the executions that deployed to the bucket, each with its commit, approval and version',
  dependsOn: { bucket, executions, runs, versions },
  read: async (get) => {
    const read = await Promise.all([get.bucket(), get.executions(), get.runs(), get.versions()] as const);
    return map(all(read), ([{ name }, ran, acted, written]) => deploymentsOf(ran, acted, name, written));
  },
});

/** The deployment that wrote what is live now; absent when none did. */
export const liveDeployment = fact({
  description: 'the execution whose deploy action wrote what is live now',
  calls: ['s3 GetObject'],
  dependsOn: { deployments, versions, bucket, identity },
  read: async (get, context) => {
    const read = await Promise.all([get.deployments(), get.versions()] as const);
    return andThen(all(read), async ([made, written]): Promise<Fact<Deployment>> => {
      const latest = latestOf(written);
      const found = made.find(({ object }) => object !== undefined && object.versionId === latest?.versionId);
      if (found !== undefined || latest === undefined)
        return found === undefined ? notDeployed : known(found);
      // A manual upload within the deploy action's time window can be taken for the pipeline's version. The bytes
      // decide which of the two the pipeline wrote.
      const candidate = made.find(({ deploy }) => isInDeployWindow(deploy, latest));
      if (candidate === undefined) return notDeployed;
      const pages = await Promise.all([
        get.bucket().then((bucketFact) => objectPage(context, bucketFact, latest.versionId)),
        get.identity().then((caller) => pageInArtifact(context, caller, candidate)),
      ] as const);
      return andThen(all(pages), ([deployed, artifact]) =>
        deployed.sha256 === artifact.sha256 ? known({ ...candidate, object: latest }) : notDeployed,
      );
    });
  },
});

export const livePage = fact({
  description: 'index.html as it is live now',
  calls: ['s3 GetObject'],
  dependsOn: { bucket, versions },
  read: async (get, context) =>
    andThen(await get.versions(), async (written): Promise<Fact<PageContent>> => {
      const latest = latestOf(written);
      return latest === undefined || latest.isDeleteMarker
        ? absent('NoSuchKey')
        : objectPage(context, await get.bucket(), latest.versionId);
    }),
});

export const artifactPage = fact({
  description: 'index.html in the artifact of the execution that deployed it',
  calls: ['s3 GetObject'],
  dependsOn: { identity, liveDeployment },
  read: async (get, context) =>
    andThen(await get.liveDeployment(), async (deployment) =>
      pageInArtifact(context, await get.identity(), deployment),
    ),
});

export const commitPage = fact({
  description: 'index.html in the commit of that execution',
  calls: ['git fetch'],
  dependsOn: { liveDeployment },
  read: async (get, { lab, remote }) =>
    andThen(await get.liveDeployment(), async ({ commit }) => {
      if (remote === undefined || commit === undefined) return absent('NoCommit');
      return map(await remote.blob(lab.branch, commit, pageFile), (bytes) => pageContent(bytes));
    }),
});

export const earlierDeployment = fact({
  description: 'the newest older deployment of another commit',
  dependsOn: { deployments, liveDeployment },
  read: async (get) => {
    const read = await Promise.all([get.deployments(), get.liveDeployment()] as const);
    return andThen(all(read), ([made, live]): Fact<Deployment> => {
      const older = made.slice(made.findIndex(({ execution }) => execution.id === live.execution.id) + 1);
      const found = older.find(({ commit }) => commit !== live.commit);
      return found === undefined ? absent('NoEarlierDeployment') : known(found);
    });
  },
});

export const earlierPage = fact({
  description: 'the version that it wrote, if it is still kept',
  calls: ['s3 GetObject'],
  dependsOn: { bucket, earlierDeployment },
  read: async (get, context) =>
    andThen(
      await get.earlierDeployment(),
      async ({ object }): Promise<Fact<PageContent>> =>
        object === undefined
          ? absent('NoSuchVersion')
          : objectPage(context, await get.bucket(), object.versionId),
    ),
});

/** Fetches the page's URL, freshly signed or without a signature. */
async function fetchAddress(
  context: FactContext,
  bucketFact: Fact<Bucket>,
  kind: 'signed' | 'plain',
): Promise<Fact<ObjectResponse>> {
  const { calls } = context;
  return andThen(bucketFact, (found) =>
    calls.recorder.call(
      { service: 'web', operation: 'GET', input: { address: kind, bucket: found.name } },
      async () =>
        andThen(await presign(calls, found, pageFile), (addresses) => countedGet(context, addresses[kind])),
    ),
  );
}

function countedGet({ calls }: FactContext, url: string) {
  calls.count('s3', 'GetObject');
  return httpGet(url, { signal: calls.signal, rateLimiter: calls.rateLimiter });
}

export const freshUrl = fact({
  description: 'what a presigned URL, signed just now, answers',
  calls: ['s3 GetObject'],
  dependsOn: { bucket },
  read: async (get, context) => fetchAddress(context, await get.bucket(), 'signed'),
});

export const plainUrl = fact({
  description: 'what the same URL without a signature answers',
  calls: ['s3 GetObject'],
  dependsOn: { bucket },
  read: async (get, context) => fetchAddress(context, await get.bucket(), 'plain'),
});

/** Absent, and not fetched, when the URL is not an S3 address. */
export const givenUrl = fact<ObjectResponse>({
  description: 'what the URL that you gave answers',
  calls: ['s3 GetObject'],
  read: async (_get, context) => {
    const { url, calls } = context;
    if (url === undefined) return absent('NoUrl');
    // The URL is a secret until it expires, so the recorded request does not contain it.
    return calls.recorder.call({ service: 'web', operation: 'GET', input: { address: 'given' } }, async () =>
      isS3Address(url, calls.clients.endpoint) ? countedGet(context, url) : absent('NotAtS3'),
    );
  },
});
