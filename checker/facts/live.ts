import { defined } from '../../base/defined.ts';
import type { Pipeline } from '../account/codepipeline.ts';
import { connections } from '../account/connections.ts';
import { andThen, type Fact, known, map } from '../account/fact.ts';
import { role, roleNameOf } from '../account/iam.ts';
import { completeList } from '../account/paging.ts';
import { buckets } from '../account/s3.ts';
import { names } from './caller.ts';
import { fact } from './declare.ts';
import { pipeline } from './pipeline.ts';
import type { Live, LiveResource } from './values.ts';

/** The lab's resources that exist now. The kinds are read in parallel, and each can be unknown on its own. */
export const live = fact({
  description: 'what of the lab is there now, for the line at the end of every check',
  calls: ['iam GetRole', 'codeconnections ListConnections', 's3 ListBuckets'],
  dependsOn: { names, pipeline },
  read: async (get, { calls }) =>
    andThen(await get.names(), async (labNames) => {
      const found = get.pipeline();
      const [pipelines, roles, listed, stored] = await Promise.all([
        found.then((one) => liveOf('pipeline', one)),
        // If the pipeline's role does not have the derived name, the pipeline's own definition names it.
        Promise.all([role(calls, labNames.role), found.then(roleOf)]).then(([derivedRole, pipelineRole]) =>
          pipelineRole === undefined || pipelineRole === labNames.role
            ? liveOf('role', derivedRole)
            : role(calls, pipelineRole).then((one) => liveOf('role', one)),
        ),
        connections(calls).then((list) =>
          liveOfAll(
            'connection',
            map(completeList(list, 'codeconnections', 'ListConnections'), (items) =>
              items.filter(({ name }) => name === labNames.connection),
            ),
          ),
        ),
        buckets(calls).then((list) =>
          liveOfAll(
            'bucket',
            map(completeList(list, 's3', 'ListBuckets'), (items) =>
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
    }),
});

interface Dated {
  name: string;
  /** Milliseconds since the epoch. */
  created?: number;
}

function roleOf(pipelineFact: Fact<Pipeline>): string | undefined {
  return pipelineFact.state === 'known' ? roleNameOf(pipelineFact.value.roleArn) : undefined;
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
      kind,
      name,
      ...defined({ since: created }),
    })),
  };
}
