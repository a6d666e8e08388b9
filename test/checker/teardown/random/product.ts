import { defined } from '../../../../base/defined.ts';
import { type Clients, makeClients } from '../../../../checker/account/clients.ts';
import {
  adopt as adoptIn,
  json,
  notMine as notMineIn,
  teardownRegions,
} from '../../../../checker/teardown/index.ts';
import { accountId, regions } from './lab-names.ts';

/** All that these tests know of the product's interface. */

export interface Entry {
  kind: string;
  id?: string;
  name: string;
  why?: string;
  proofs?: { text: string }[];
  state?: string;
  trouble?: object;
  look?: boolean;
  undecided?: boolean;
}

/** One region's part of the printed document. */
export interface RegionDocument {
  region: string;
  state: string;
  exit: number;
  delete: Entry[];
  kept: Entry[];
  unknown: Entry[];
  elsewhere?: Entry[];
  notSearched: { what: string; why: string }[];
  done?: Entry[];
  proof?: { proved: boolean; remaining: Entry[] };
}

export interface Document {
  exit: number;
  regions: RegionDocument[];
  text: string;
}

export interface RunSettings {
  clients(region: string): Clients;
  regions: string[];
  journal(region: string): string;
  record?: object;
  confirm?: () => Promise<boolean>;
  resume?: boolean;
}

export const newClients = (
  region: string,
  endpoint: string,
  credentials: { accessKeyId: string; secretAccessKey: string },
) => makeClients({ region, endpoint, credentials, answerTimeoutMs: 5_000 });

const settingsOf = (settings: RunSettings, region: string) => {
  const options = {
    clients: settings.clients(region),
    lab: { region, branch: 'main', repository: 'octocat/codepipeline-s3-lab' },
    accountId,
    journal: settings.journal(region),
    waitMs: 400,
    searchRegions: regions,
    ...defined({ record: settings.record, resume: settings.resume }),
  };
  return options;
};

/** One teardown, as `lab teardown --json` prints it. */
export async function runTeardown(settings: RunSettings): Promise<Document> {
  const options = settings.regions.map((region) => settingsOf(settings, region));
  const result = await teardownRegions({
    regions: options,
    ...defined({ confirm: settings.confirm }),
  });
  const targets = options.map(({ lab }) => ({ target: { kind: 'practice', region: lab.region }, lab }));
  const text = json(result, targets);
  const { otherRegions = [], ...own } = JSON.parse(text) as RegionDocument & {
    otherRegions?: RegionDocument[];
  };
  const parts = [own, ...otherRegions].map((part, index) => ({
    ...part,
    region: settings.regions[index] ?? '',
  }));
  return { exit: own.exit, regions: parts, text };
}

const arnOf = (kind: string, id: string) =>
  kind === 'bucket' || kind === 'artifacts' ? `arn:aws:s3:::${id}` : id;

/** Answers for the user in each region until one lists the resource; returns the answer's state. */
async function decideIn(
  settings: RunSettings,
  decision: (options: ReturnType<typeof settingsOf>) => Promise<{ state: string }>,
): Promise<string> {
  for (const region of settings.regions) {
    const { state } = await decision(settingsOf(settings, region));
    if (state !== 'not listed') return state;
  }
  return 'not listed';
}

/** Makes a resource the lab's by the user's word. */
export const adopt = (settings: RunSettings, kind: string, id: string) =>
  decideIn(settings, (options) => adoptIn(options, arnOf(kind, id), async () => true));

/** Declares that a resource is not the lab's. */
export const notMine = (settings: RunSettings, kind: string, id: string) =>
  decideIn(settings, (options) => notMineIn(options, arnOf(kind, id)));
