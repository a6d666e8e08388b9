import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import type { CallError } from '../checker/account/fact.ts';
import { bucketsInOtherRegions } from '../checker/account/read/other-regions.ts';
import { bucketNames } from '../checker/account/s3.ts';
import type { Lab } from '../checker/lab/lab.ts';
import { labHome } from './home.ts';
import type { LabKey } from './records.ts';

type Env = Record<string, string | undefined>;

const region = '[a-z]{2,4}(?:-[a-z]+){1,3}-\\d{1,2}';

/** Regions of which this machine has a record or a journal of the same lab: a file each, named after its key. */
export function recordedRegions(env: Env, { target, accountId, seat }: LabKey): string[] {
  const seatSuffix = seat === undefined ? '' : `-${seat}`;
  const name = new RegExp(`^${target}-${accountId}-(${region})${seatSuffix}\\.jsonl?$`);
  return ['records', 'teardown'].flatMap((folder) => {
    const path = join(labHome(env), folder);
    if (!existsSync(path)) return [];
    return readdirSync(path).flatMap((file) => name.exec(file)?.[1] ?? []);
  });
}

/**
 * Every region that the lab was used in, its own first: by what this machine wrote down, and by the account's list
 * of buckets. `unlisted` says why that list could not be had: then there may be more.
 */
export async function regionsOfLab(
  env: Env,
  key: LabKey,
  lab: Lab,
  clients: Clients,
): Promise<{ regions: string[]; regionsError?: CallError }> {
  const buckets = await bucketNames(makeCalls(clients));
  const found =
    buckets.state === 'known' ? bucketsInOtherRegions(buckets.value.items, lab, key.accountId) : [];
  const regions = [lab.region, ...recordedRegions(env, key), ...found.map((one) => one.region)];
  return {
    regions: [...new Set(regions)],
    ...(buckets.state === 'unknown' ? { regionsError: buckets.error } : {}),
  };
}

/**
 * The same lab in another region. A bucket, a role or a policy has its name to itself in all of the account: one
 * that the settings name is the lab's own region's.
 */
export function labInRegion(region: string, lab: Lab): Lab {
  if (region === lab.region) return lab;
  const { names: { pipeline, connection } = {}, ...rest } = lab;
  const names = {
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(connection === undefined ? {} : { connection }),
  };
  return { ...rest, region, ...(Object.keys(names).length === 0 ? {} : { names }) };
}
