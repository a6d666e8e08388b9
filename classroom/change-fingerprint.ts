import type { Calls } from '../checker/account/calls.ts';
import { pipelines } from '../checker/account/codepipeline.ts';
import { connections } from '../checker/account/connections.ts';
import { stageStates } from '../checker/account/executions.ts';
import { andThen, type Fact, known, map } from '../checker/account/fact.ts';
import type { ListResult } from '../checker/account/paging.ts';
import { buckets } from '../checker/account/s3.ts';
import type { LabNames } from '../checker/lab/lab.ts';

/** The seat's items of a list. Undefined if there are none and the list was not read to its end. */
function itemsOfSeat<T>(
  fact: Fact<ListResult<T>>,
  belongsToSeat: (item: T) => boolean,
): Fact<T[]> | undefined {
  if (fact.state !== 'known') return undefined;
  const items = fact.value.items.filter(belongsToSeat);
  return items.length === 0 && !fact.value.complete ? undefined : known(items);
}

/**
 * A text that changes when the seat's resources do. It uses the cheapest reads: three listings, which all
 * seats of an account and region share, and the state of the seat's pipeline. Undefined when one of these is
 * unknown.
 */
export async function changeFingerprint(calls: Calls, names: LabNames): Promise<string | undefined> {
  const [ownBuckets, ownConnections, ownPipelines] = await Promise.all([
    buckets(calls).then((fact) =>
      itemsOfSeat(fact, ({ name }) => name === names.deployBucket || name === names.artifactBucket),
    ),
    connections(calls).then((fact) => itemsOfSeat(fact, ({ name }) => name === names.connection)),
    pipelines(calls).then((fact) => itemsOfSeat(fact, ({ name }) => name === names.pipeline)),
  ]);
  if (ownBuckets?.state !== 'known' || ownConnections?.state !== 'known' || ownPipelines === undefined)
    return undefined;
  const state = await andThen(ownPipelines, async ([pipeline]) =>
    pipeline === undefined
      ? known(undefined)
      : map(await stageStates(calls, pipeline.name), (stages) => ({ pipeline, stages })),
  );
  return state.state === 'known'
    ? JSON.stringify([ownBuckets.value, ownConnections.value, state.value])
    : undefined;
}
