import type { Live } from '../engine/run.ts';

/** Minutes are enough: it is about days on a bill. */
const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/**
 * One line on what of the lab is still there, and since when; undefined when nothing is. What could not be
 * asked is told as that.
 */
export function liveLine({ resources, unknown }: Live): string | undefined {
  if (resources.length === 0 && unknown.length === 0) return undefined;
  const named = resources.map(({ kind, name, since }) =>
    since === undefined ? `${kind} ${name}` : `${kind} ${name} (since ${minute(since)})`,
  );
  const unknownText = unknown.length === 0 ? '' : `could not be told: ${unknown.join(', ')}`;
  const live = named.length === 0 ? '' : `still live: ${named.join(', ')}`;
  const end = named.length === 0 ? '' : '. All of it goes with: npm run teardown';
  return `${[live, unknownText].filter(Boolean).join('; ')}${end}`;
}

/** The same for other programs: times in ISO 8601. */
export function liveDocument({ resources, unknown }: Live) {
  return {
    things: resources.map(({ since, ...resource }) => ({
      ...resource,
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    })),
    unknown,
  };
}
