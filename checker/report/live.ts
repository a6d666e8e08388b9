import type { Live, Reported } from '../engine/run.ts';
import { npmTeardown } from '../lab/commands.ts';
import { isClean } from '../steps/leftovers.ts';

/** Minutes are precise enough: the line is about days on a bill. */
const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What becomes of the live resources. A teardown keeps what is not the lab's, or what something else uses. */
const endOf = ({ live, leftovers, given = {} }: Pick<Reported, 'live' | 'leftovers' | 'given'>) =>
  leftovers !== undefined && isClean(leftovers)
    ? `A teardown keeps ${live?.resources.length === 1 ? 'it' : 'all of them'}.`
    : `To delete what is the lab's: ${npmTeardown(given)}`;

/**
 * One line about the lab's resources that still exist, and since when; undefined if there are none. It also names the
 * kinds that could not be read.
 */
export function liveLine(run: Pick<Reported, 'live' | 'leftovers' | 'given'>): string | undefined {
  const { resources = [], unknown = [] } = run.live ?? {};
  if (resources.length === 0 && unknown.length === 0) return undefined;
  const named = resources.map(({ kind, name, since }) =>
    since === undefined ? `${kind} ${name}` : `${kind} ${name} (since ${minute(since)})`,
  );
  const unknownText = unknown.length === 0 ? '' : `could not be read: ${unknown.join(', ')}`;
  const live = named.length === 0 ? '' : `still live: ${named.join(', ')}`;
  const end = named.length === 0 ? '' : `. ${endOf(run)}`;
  return `${[live, unknownText].filter(Boolean).join('; ')}${end}`;
}

/** The same for JSON reports, with times in ISO 8601. The format's name for the resources is `things`. */
export function liveDocument({ resources, unknown }: Live) {
  return {
    things: resources.map(({ since, ...resource }) => ({
      ...resource,
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    })),
    unknown,
  };
}
