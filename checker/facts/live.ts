import type { pipeline } from '../account/codepipeline.ts';
import { connections } from '../account/connections.ts';
import { type Fact, known, map } from '../account/fact.ts';
import { role, roleNameOf } from '../account/iam.ts';
import { buckets } from '../account/s3.ts';
import type { Sources } from './setting.ts';
import type { Live, LiveThing } from './values.ts';

/** What of the lab is there now, kind by kind: asked side by side, and each may be unknown by itself. */
export const liveSources: Sources<'live'> = {
  live: async (get, { calls }) => {
    const names = await get('names');
    if (names.state !== 'known') return names;
    const named = names.value;
    const there = get('pipeline');
    const [pipelines, roles, listed, stored] = await Promise.all([
      there.then((fact) => one('pipeline', fact)),
      // The role may be of another name: then the pipeline names it.
      Promise.all([role(calls, named.role), there.then((fact) => roleOf(fact))]).then(([derived, own]) =>
        own === undefined || own === named.role
          ? one('role', derived)
          : role(calls, own).then((fact) => one('role', fact)),
      ),
      connections(calls).then((fact) =>
        of(
          'connection',
          map(fact, ({ items }) => items.filter(({ name }) => name === named.connection)),
        ),
      ),
      buckets(calls).then((fact) =>
        of(
          'bucket',
          map(fact, ({ items }) =>
            items.filter(({ name }) => name === named.deployBucket || name === named.artifactBucket),
          ),
        ),
      ),
    ]);
    const parts = [pipelines, stored, listed, roles];
    return known({
      things: parts.flatMap(({ things }) => things),
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

const one = (kind: LiveThing['kind'], fact: Fact<Dated>): Live =>
  of(
    kind,
    map(fact, (thing) => [thing]),
  );

function of(kind: LiveThing['kind'], fact: Fact<Dated[]>): Live {
  if (fact.state === 'unknown') return { things: [], unknown: [kind] };
  const found = fact.state === 'known' ? fact.value : [];
  return {
    unknown: [],
    things: found.map(({ name, created }) => ({
      ...{ kind, name },
      ...(created === undefined ? {} : { since: created }),
    })),
  };
}
