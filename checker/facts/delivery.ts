import { absent, all, andThen, type Fact, known, map } from '../account/fact.ts';
import { type ObjectVersion, object } from '../account/s3.ts';
import { artifactFile } from '../account/sources/artifact.ts';
import { get as httpGet, isAtS3, presign } from '../account/sources/url.ts';
import { pageContent, pageFile } from './content.ts';
import { type Deployment, deploymentsOf, mayHaveWritten } from './deployments.ts';
import type { Get, Setting, Sources } from './setting.ts';
import type { PageContent } from './values.ts';

async function objectPage(get: Get, { calls }: Setting, versionId: string): Promise<Fact<PageContent>> {
  return andThen(await get('bucket'), async (bucket) =>
    map(await object(calls, bucket, pageFile, versionId), ({ bytes, contentType }) =>
      pageContent(bytes, contentType),
    ),
  );
}

const notDeployed = absent('NotDeployed');

/** Whether a version that a deploy action may have written holds what the action's artifact holds. */
async function byContent(
  get: Get,
  setting: Setting,
  deployment: Deployment,
  live: ObjectVersion,
): Promise<Fact<Deployment>> {
  const facts = await Promise.all([
    objectPage(get, setting, live.versionId),
    artifactPage(get, setting, deployment),
  ]);
  return andThen(all(facts), ([there, made]) =>
    there.sha256 === made.sha256 ? known({ ...deployment, object: live }) : notDeployed,
  );
}

function artifactPage(get: Get, { calls }: Setting, { deploy }: Deployment) {
  return get('identity').then((who) =>
    andThen(who, async ({ account }) => {
      const input = deploy.inputs[0];
      if (input === undefined) return absent('NoInputArtifact');
      return map(await artifactFile(calls, input, account, pageFile), (bytes) => pageContent(bytes));
    }),
  );
}

/** The page's address, signed anew or plain, as it answers now. */
async function addressed(get: Get, setting: Setting, kind: 'signed' | 'plain') {
  const { calls } = setting;
  return andThen(await get('bucket'), (bucket) =>
    calls.tape.answer(
      { service: 'web', operation: 'GET', input: { address: kind, bucket: bucket.name } },
      async () =>
        andThen(await presign(calls, bucket, pageFile), (addresses) => counted(setting, addresses[kind])),
    ),
  );
}

export const deliverySources: Sources<
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
  deployments: async (get) => {
    const facts = await Promise.all([get('bucket'), get('executions'), get('runs'), get('versions')]);
    return map(all(facts), ([bucket, executions, runs, versions]) =>
      deploymentsOf(executions, runs, bucket.name, versions),
    );
  },
  liveDeployment: async (get, setting) => {
    const facts = await Promise.all([get('deployments'), get('versions')]);
    return andThen(all(facts), async ([deployments, versions]) => {
      const live = versions.find(({ latest }) => latest);
      const found = deployments.find(
        ({ object }) => object !== undefined && object.versionId === live?.versionId,
      );
      if (found !== undefined || live === undefined) return found === undefined ? notDeployed : known(found);
      // An upload by hand within the deploy's own seconds may have been taken for the pipeline's: the bytes tell.
      const near = deployments.find(({ deploy }) => mayHaveWritten(deploy, live));
      return near === undefined ? notDeployed : byContent(get, setting, near, live);
    });
  },
  livePage: async (get, setting) =>
    andThen(await get('versions'), (versions) => {
      const live = versions.find(({ latest }) => latest);
      return live === undefined || live.marker
        ? absent('NoSuchKey')
        : objectPage(get, setting, live.versionId);
    }),
  artifactPage: async (get, setting) =>
    andThen(await get('liveDeployment'), (live) => artifactPage(get, setting, live)),
  commitPage: async (get, { lab, remote }) =>
    andThen(await get('liveDeployment'), async ({ commit }) => {
      if (remote === undefined || commit === undefined) return absent('NoCommit');
      return map(await remote.blob(lab.branch, commit, pageFile), (bytes) => pageContent(bytes));
    }),
  earlierDeployment: async (get) => {
    const facts = await Promise.all([get('deployments'), get('liveDeployment')]);
    return andThen(all(facts), ([deployments, live]) => {
      const older = deployments.slice(
        deployments.findIndex(({ execution }) => execution.id === live.execution.id) + 1,
      );
      const found = older.find(({ commit }) => commit !== live.commit);
      return found === undefined ? absent('NoEarlierDeployment') : known(found);
    });
  },
  earlierPage: async (get, setting) =>
    andThen(await get('earlierDeployment'), ({ object }) =>
      object === undefined ? absent('NoSuchVersion') : objectPage(get, setting, object.versionId),
    ),
  freshUrl: (get, setting) => addressed(get, setting, 'signed'),
  plainUrl: (get, setting) => addressed(get, setting, 'plain'),
  givenUrl: async (_get, setting) => {
    const { url, calls } = setting;
    if (url === undefined) return absent('NoUrl');
    // The address itself is a secret for as long as it works: the question does not hold it.
    return calls.tape.answer({ service: 'web', operation: 'GET', input: { address: 'given' } }, async () =>
      isAtS3(url, calls.clients.endpoint) ? counted(setting, url) : absent('NotAtS3'),
    );
  },
};

function counted({ calls }: Setting, url: string) {
  calls.count('s3', 'GetObject');
  return httpGet(url, { signal: calls.signal, gate: calls.gate });
}
