import { absent, all, andThen, type Fact, known, map } from '../account/fact.ts';
import { type ObjectVersion, object } from '../account/s3.ts';
import { artifactFile } from '../account/sources/artifact.ts';
import { get as httpGet, isS3Address, presign } from '../account/sources/object-url.ts';
import { pageContent, pageFile } from './content.ts';
import { type Deployment, deploymentsOf, isInDeployWindow } from './deployments.ts';
import type { FactContext, FactReaders, GetFact } from './fact-context.ts';
import type { PageContent } from './values.ts';

async function objectPage(
  getFact: GetFact,
  { calls }: FactContext,
  versionId: string,
): Promise<Fact<PageContent>> {
  return andThen(await getFact('bucket'), async (bucket) =>
    map(await object(calls, bucket, pageFile, versionId), ({ bytes, contentType }) =>
      pageContent(bytes, contentType),
    ),
  );
}

const notDeployed = absent('NotDeployed');

/** Attributes the live version to a deployment if its bytes equal the page in the deploy action's artifact. */
async function matchByContent(
  getFact: GetFact,
  context: FactContext,
  deployment: Deployment,
  live: ObjectVersion,
): Promise<Fact<Deployment>> {
  const facts = await Promise.all([
    objectPage(getFact, context, live.versionId),
    artifactPage(getFact, context, deployment),
  ]);
  return andThen(all(facts), ([deployed, artifact]) =>
    deployed.sha256 === artifact.sha256 ? known({ ...deployment, object: live }) : notDeployed,
  );
}

function artifactPage(getFact: GetFact, { calls }: FactContext, { deploy }: Deployment) {
  return getFact('identity').then((caller) =>
    andThen(caller, async ({ account }) => {
      const input = deploy.inputs[0];
      if (input === undefined) return absent('NoInputArtifact');
      return map(await artifactFile(calls, input, account, pageFile), (bytes) => pageContent(bytes));
    }),
  );
}

/** Fetches the page's URL, freshly signed or without a signature. */
async function fetchAddress(getFact: GetFact, context: FactContext, kind: 'signed' | 'plain') {
  const { calls } = context;
  return andThen(await getFact('bucket'), (bucket) =>
    calls.recorder.call(
      { service: 'web', operation: 'GET', input: { address: kind, bucket: bucket.name } },
      async () =>
        andThen(await presign(calls, bucket, pageFile), (addresses) => countedGet(context, addresses[kind])),
    ),
  );
}

export const deliveryFacts: FactReaders<
  | 'deployments'
  | 'liveDeployment'
  | 'livePage'
  | 'artifactPage'
  | 'commitPage'
  | 'earlierDeployment'
  | 'earlierPage'
  | 'freshUrl'
  | 'plainUrl'
  | 'givenUrl'
> = {
  deployments: async (getFact) => {
    const facts = await Promise.all([
      getFact('bucket'),
      getFact('executions'),
      getFact('runs'),
      getFact('versions'),
    ]);
    return map(all(facts), ([bucket, executions, runs, versions]) =>
      deploymentsOf(executions, runs, bucket.name, versions),
    );
  },
  liveDeployment: async (getFact, context) => {
    const facts = await Promise.all([getFact('deployments'), getFact('versions')]);
    return andThen(all(facts), async ([deployments, versions]) => {
      const live = versions.find(({ latest }) => latest);
      const found = deployments.find(
        ({ object }) => object !== undefined && object.versionId === live?.versionId,
      );
      if (found !== undefined || live === undefined) return found === undefined ? notDeployed : known(found);
      // A manual upload within the deploy action's time window can be taken for the pipeline's version. The bytes
      // decide which of the two the pipeline wrote.
      const candidate = deployments.find(({ deploy }) => isInDeployWindow(deploy, live));
      return candidate === undefined ? notDeployed : matchByContent(getFact, context, candidate, live);
    });
  },
  livePage: async (getFact, context) =>
    andThen(await getFact('versions'), (versions) => {
      const live = versions.find(({ latest }) => latest);
      return live === undefined || live.isDeleteMarker
        ? absent('NoSuchKey')
        : objectPage(getFact, context, live.versionId);
    }),
  artifactPage: async (getFact, context) =>
    andThen(await getFact('liveDeployment'), (live) => artifactPage(getFact, context, live)),
  commitPage: async (getFact, { lab, remote }) =>
    andThen(await getFact('liveDeployment'), async ({ commit }) => {
      if (remote === undefined || commit === undefined) return absent('NoCommit');
      return map(await remote.blob(lab.branch, commit, pageFile), (bytes) => pageContent(bytes));
    }),
  earlierDeployment: async (getFact) => {
    const facts = await Promise.all([getFact('deployments'), getFact('liveDeployment')]);
    return andThen(all(facts), ([deployments, live]) => {
      const older = deployments.slice(
        deployments.findIndex(({ execution }) => execution.id === live.execution.id) + 1,
      );
      const found = older.find(({ commit }) => commit !== live.commit);
      return found === undefined ? absent('NoEarlierDeployment') : known(found);
    });
  },
  earlierPage: async (getFact, context) =>
    andThen(await getFact('earlierDeployment'), ({ object }) =>
      object === undefined ? absent('NoSuchVersion') : objectPage(getFact, context, object.versionId),
    ),
  freshUrl: (getFact, context) => fetchAddress(getFact, context, 'signed'),
  plainUrl: (getFact, context) => fetchAddress(getFact, context, 'plain'),
  givenUrl: async (_get, context) => {
    const { url, calls } = context;
    if (url === undefined) return absent('NoUrl');
    // The URL is a secret until it expires, so the recorded request does not contain it.
    return calls.recorder.call({ service: 'web', operation: 'GET', input: { address: 'given' } }, async () =>
      isS3Address(url, calls.clients.endpoint) ? countedGet(context, url) : absent('NotAtS3'),
    );
  },
};

function countedGet({ calls }: FactContext, url: string) {
  calls.count('s3', 'GetObject');
  return httpGet(url, { signal: calls.signal, rateLimiter: calls.rateLimiter });
}
