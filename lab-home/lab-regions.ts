import { defined } from '../base/defined.ts';
import { makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import type { CallError } from '../checker/account/fact.ts';
import { buckets as bucketList } from '../checker/account/s3.ts';
import type { Lab } from '../checker/lab/lab.ts';
import { newRun, newScan, type RunState } from '../checker/teardown/index.ts';
import { type LabKey, recordedRegions } from './records.ts';

type Env = Record<string, string | undefined>;

/** The regions of a lab, and the state that the scans of a teardown of all of them share. */
export interface LabRegions {
  /** The lab's own region first. */
  regions: string[];
  /** Set if the account's list of buckets could not be read: the lab can have been used in more regions. */
  regionsError?: CallError;
  run: RunState;
}

/**
 * Every region in which the lab was used, from this machine's files, the account's buckets and roles, and the
 * pipelines and connections of all regions.
 */
export async function regionsOfLab(
  env: Env,
  key: LabKey,
  lab: Lab,
  { clients, signal }: { clients: Clients; signal?: AbortSignal | undefined },
): Promise<LabRegions> {
  const calls = makeCalls(clients, defined({ signal }));
  const options = { clients, lab, accountId: key.accountId, signal, calls };
  const { elsewhere } = await newScan({ ...options, run: newRun(options) }).search();
  const buckets = await bucketList(calls);
  const regions = [
    ...new Set([lab.region, ...recordedRegions(env, key), ...elsewhere.map(({ region }) => region)]),
  ];
  return {
    regions,
    run: newRun(options, regions, calls),
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
    ...defined({ pipeline, connection }),
  };
  return { ...rest, region, ...(Object.keys(names).length === 0 ? {} : { names }) };
}
