import type { Live } from '../engine/run.ts';

/** Minutes are enough: it is about days on a bill. */
const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/**
 * One line on what of the lab is still there, and since when; undefined when nothing is. What could not be
 * asked is told as that.
 */
export function liveLine({ things, unknown }: Live): string | undefined {
  if (things.length === 0 && unknown.length === 0) return undefined;
  const named = things.map(({ kind, name, since }) =>
    since === undefined ? `${kind} ${name}` : `${kind} ${name} (since ${minute(since)})`,
  );
  const asked = unknown.length === 0 ? '' : `could not be told: ${unknown.join(', ')}`;
  const live = named.length === 0 ? '' : `still live: ${named.join(', ')}`;
  const end = named.length === 0 ? '' : '. All of it goes with: npm run teardown';
  return `${[live, asked].filter(Boolean).join('; ')}${end}`;
}

/** The same for other programs: times in ISO 8601. */
export function dated({ things, unknown }: Live) {
  return {
    things: things.map(({ since, ...thing }) => ({
      ...thing,
      ...(since === undefined ? {} : { since: new Date(since).toISOString() }),
    })),
    unknown,
  };
}
