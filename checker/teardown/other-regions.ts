import { defined } from '../../base/defined.ts';
import type { Calls } from '../account/calls.ts';
import { connections } from '../account/connections.ts';
import type { CallError } from '../account/fact.ts';
import { completeList } from '../account/paging.ts';
import { isKnownForCodePipeline } from '../account/regions.ts';
import { observedError } from '../account/write/errors.ts';
import { listedPipelines, readDefinition } from './pipeline-strings.ts';
import type { PipelineStrings, RegionReading, SearchLimit } from './types.ts';

/** How many regions are read at once. */
const regionsAtOnce = 8;
/** The bounds of the whole search: milliseconds, and pipeline definitions. */
const bounds = { ms: 25_000, definitions: 400 };

/**
 * Codes by which a region refuses credentials that work elsewhere: the account has not enabled it. Temporary
 * credentials can be refused by an enabled region, too: those of the global STS endpoint work only in the regions that
 * are enabled by default. [doc: IAM user guide, "Managing AWS STS in an AWS Region"]
 */
const refusedCodes = ['UnrecognizedClientException', 'InvalidClientTokenId', 'AuthFailure', 'OptInRequired'];

/** Why nothing of the lab can be in a region that answers with this error; undefined where something can. */
function whyNotInUse(region: string, error: CallError, isTemporary: boolean): string | undefined {
  if (refusedCodes.includes(error.code) && !isTemporary) return 'not enabled in this account';
  // The region's endpoint has no DNS name: CodePipeline does not exist there, as far as AWS's endpoint list knows.
  if (error.code === 'ENOTFOUND' && !isKnownForCodePipeline(region)) return 'without CodePipeline';
  return undefined;
}

const tooManyPipelines = observedError(
  ...(['codepipeline', 'GetPipeline', 'TooManyPipelines'] as const),
  `more than ${bounds.definitions} pipelines in the account's other regions`,
);

/** The definitions of a region's pipelines, and the first error. What one call could not read hides no other. */
async function readPipelines(
  calls: Calls,
  names: readonly string[],
  { region, accountId }: { region: string; accountId: string },
): Promise<{ pipelines: PipelineStrings[]; error?: CallError }> {
  const pipelines: PipelineStrings[] = [];
  let error: CallError | undefined;
  for (const name of names) {
    const fact = await readDefinition(calls, name, region, accountId);
    if (fact.state === 'known') pipelines.push(fact.value);
    if (fact.state === 'unknown') error ??= fact.error;
  }
  return { pipelines, ...defined({ error }) };
}

async function readRegion(
  calls: Calls,
  region: string,
  accountId: string,
  budget: { definitions: number },
  isTemporary: boolean,
): Promise<RegionReading> {
  const [listed, connected] = await Promise.all([
    listedPipelines(calls, region),
    connections(calls, { region }).then((fact) => completeList(fact, 'codeconnections', 'ListConnections')),
  ]);
  if (listed.state === 'absent') throw new Error('ListPipelines has no answer that says absent');
  const names = listed.state === 'known' ? listed.value.map(({ name }) => name) : [];
  // If CodePipeline answers, the names of AWS can be resolved: CodeConnections has no endpoint here.
  const hasNoConnections =
    listed.state === 'known' && connected.state === 'unknown' && connected.error.code === 'ENOTFOUND';
  const errors = [listed, ...(hasNoConnections ? [] : [connected])].flatMap((fact) =>
    fact.state === 'unknown' ? [fact.error] : [],
  );
  for (const error of errors) {
    const why = whyNotInUse(region, error, isTemporary);
    if (why !== undefined) return { state: 'not in use', why };
  }
  budget.definitions -= names.length;
  if (budget.definitions < 0) errors.push(tooManyPipelines);
  const read = await readPipelines(calls, budget.definitions < 0 ? [] : names, { region, accountId });
  const [error = read.error] = errors;
  return {
    state: 'read',
    pipelines: read.pipelines,
    connections: connected.state === 'known' ? connected.value : [],
    ...defined({ error }),
  };
}

/**
 * Reads the pipelines and connections of these regions, several at once, within bounds of time and calls. A region
 * that could not be read, or not in time, has an error. The answers are the run's: repeated calls return them again.
 */
export async function readRegions(
  calls: Calls,
  regions: readonly string[],
  accountId: string,
): Promise<Map<string, RegionReading>> {
  const budget = { definitions: bounds.definitions };
  const readings = new Map<string, RegionReading>();
  const isTemporary = await calls.clients.credentials().then(
    ({ sessionToken }) => sessionToken !== undefined,
    () => false,
  );
  const queue = regions.values();
  const worker = async () => {
    for (const region of queue)
      readings.set(region, await readRegion(calls, region, accountId, budget, isTemporary));
  };
  let timer: NodeJS.Timeout | undefined;
  const isOver = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, bounds.ms);
  });
  await Promise.race([Promise.all(Array.from({ length: regionsAtOnce }, worker)), isOver]);
  clearTimeout(timer);
  const late = observedError(
    ...(['codepipeline', 'ListPipelines', 'Timeout'] as const),
    `not read within ${bounds.ms / 1000} s`,
  );
  const unread: RegionReading = { state: 'read', pipelines: [], connections: [], error: late };
  // A copy: a region that answers after the time is over no longer changes the plan.
  return new Map(regions.map((region) => [region, readings.get(region) ?? unread]));
}

/** A denial's message names the region and the caller. Without them, all regions that are denied have one reason. */
const whyUnread = ({ cause, code, message, actions }: CallError) =>
  cause === 'denied' && actions.length > 0
    ? `${code}: ${actions.join(' and ')} ${actions.length === 1 ? 'is' : 'are'} not allowed there`
    : `${code}: ${message}`;

/** The regions that could not be read, as limits of the search. */
export function regionLimits(regions: ReadonlyMap<string, RegionReading>): SearchLimit[] {
  return [...regions].flatMap(([region, reading]) =>
    reading.state === 'read' && reading.error !== undefined
      ? [{ what: region, region, why: whyUnread(reading.error) }]
      : [],
  );
}
