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

/** The regions for which this machine has a record or a journal of the same lab. The files' names contain the key. */
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
 * Every region in which the lab was used, its own first, from this machine's files and from the account's list of
 * buckets. `regionsError` is set if that list could not be read: there can be more regions.
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
 * The same lab in another region. The name of a bucket, a role or a policy is unique across the account's regions, so
 * a name from the settings applies only in the lab's own region.
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
