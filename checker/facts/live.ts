import type { pipeline } from '../account/codepipeline.ts';
import { connections } from '../account/connections.ts';
import { type Fact, known, map } from '../account/fact.ts';
import { role, roleNameOf } from '../account/iam.ts';
import { completeList } from '../account/paging.ts';
import { buckets } from '../account/s3.ts';
import type { FactReaders } from './fact-context.ts';
import type { Live, LiveResource } from './values.ts';

/** The lab's resources that exist now. The kinds are read in parallel, and each can be unknown on its own. */
export const liveFacts: FactReaders<'live'> = {
  live: async (getFact, { calls }) => {
    const names = await getFact('names');
    if (names.state !== 'known') return names;
    const labNames = names.value;
    const pipelineFact = getFact('pipeline');
    const [pipelines, roles, listed, stored] = await Promise.all([
      pipelineFact.then((fact) => liveOf('pipeline', fact)),
      // If the pipeline's role does not have the derived name, the pipeline's own definition names it.
      Promise.all([role(calls, labNames.role), pipelineFact.then((fact) => roleOf(fact))]).then(
        ([derivedRole, pipelineRole]) =>
          pipelineRole === undefined || pipelineRole === labNames.role
            ? liveOf('role', derivedRole)
            : role(calls, pipelineRole).then((fact) => liveOf('role', fact)),
      ),
      connections(calls).then((fact) =>
        liveOfAll(
          'connection',
          map(completeList(fact, 'codeconnections', 'ListConnections'), (items) =>
            items.filter(({ name }) => name === labNames.connection),
          ),
        ),
      ),
      buckets(calls).then((fact) =>
        liveOfAll(
          'bucket',
          map(completeList(fact, 's3', 'ListBuckets'), (items) =>
            items.filter(({ name }) => name === labNames.deployBucket || name === labNames.artifactBucket),
          ),
        ),
      ),
    ]);
    const parts = [pipelines, stored, listed, roles];
    return known({
      resources: parts.flatMap(({ resources }) => resources),
      unknown: parts.flatMap(({ unknown }) => unknown),
    });
  },
};

interface Dated {
  name: string;
  /** Milliseconds since the epoch. */
  created?: number;
}

function roleOf(fact: Awaited<ReturnType<typeof pipeline>>): string | undefined {
  return fact.state === 'known' ? roleNameOf(fact.value.roleArn) : undefined;
}

const liveOf = (kind: LiveResource['kind'], fact: Fact<Dated>): Live =>
  liveOfAll(
    kind,
    map(fact, (resource) => [resource]),
  );

function liveOfAll(kind: LiveResource['kind'], fact: Fact<Dated[]>): Live {
  if (fact.state === 'unknown') return { resources: [], unknown: [kind] };
  const found = fact.state === 'known' ? fact.value : [];
  return {
    unknown: [],
    resources: found.map(({ name, created }) => ({
      ...{ kind, name },
      ...(created === undefined ? {} : { since: created }),
    })),
  };
}
