import { artifactFile } from '../artifact.ts';
import { absent, all, andThen, type Fact, known, map } from '../fact.ts';
import { object } from '../s3.ts';
import { get as httpGet, isAtS3, presign } from '../url.ts';
import { pageContent, pageFile } from './content.ts';
import { deploymentsOf } from './deployments.ts';
import type { Get, Setting, Sources } from './setting.ts';
import type { PageContent } from './values.ts';

async function objectPage(get: Get, { calls }: Setting, versionId: string): Promise<Fact<PageContent>> {
  return andThen(await get('bucket'), async (bucket) =>
    map(await object(calls, bucket, pageFile, versionId), ({ bytes, contentType }) =>
      pageContent(bytes, contentType),
    ),
  );
}

async function addresses(get: Get, { calls }: Setting) {
  return andThen(await get('bucket'), (bucket) => presign(calls, bucket, pageFile));
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
  liveDeployment: async (get) => {
    const facts = await Promise.all([get('deployments'), get('versions')]);
    return andThen(all(facts), ([deployments, versions]) => {
      const live = versions.find(({ latest }) => latest);
      const found = deployments.find(
        ({ object }) => object !== undefined && object.versionId === live?.versionId,
      );
      return found === undefined ? absent('NotDeployed') : known(found);
    });
  },
  livePage: async (get, setting) =>
    andThen(await get('versions'), (versions) => {
      const live = versions.find(({ latest }) => latest);
      return live === undefined || live.marker
        ? absent('NoSuchKey')
        : objectPage(get, setting, live.versionId);
    }),
  artifactPage: async (get, { calls }) =>
    andThen(await get('liveDeployment'), async ({ deploy }) =>
      andThen(await get('identity'), async ({ account }) => {
        const input = deploy.inputs[0];
        if (input === undefined) return absent('NoInputArtifact');
        return map(await artifactFile(calls, input, account, pageFile), (bytes) => pageContent(bytes));
      }),
    ),
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
  freshUrl: async (get, setting) =>
    andThen(await addresses(get, setting), ({ signed }) => counted(setting, signed)),
  plainUrl: async (get, setting) =>
    andThen(await addresses(get, setting), ({ plain }) => counted(setting, plain)),
  givenUrl: async (_get, setting) => {
    const { url, calls } = setting;
    if (url === undefined) return absent('NoUrl');
    return isAtS3(url, calls.clients.endpoint) ? counted(setting, url) : absent('NotAtS3');
  },
};

function counted({ calls }: Setting, url: string) {
  calls.count('s3', 'GetObject');
  return httpGet(url);
}
