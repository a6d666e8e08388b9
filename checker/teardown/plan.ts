import { createHash } from 'node:crypto';
import { goOnUnless } from '../account/write/errors.ts';
import { remembered } from './journal.ts';
import { newLook } from './look.ts';
import { journalOf, type Options } from './options.ts';
import { decide } from './ownership/decide.ts';
import { kindOf, kinds } from './resource-types/index.ts';
import { merge, type NotThere, type Thing, type Untold } from './thing.ts';
import type { Look } from './types.ts';

/** A thing that looks like the lab's and stays all the same. */
export interface Kept {
  thing: Thing;
  why: string;
  /** A person should look at it: nothing else uses it, but too little says that it is the lab's. */
  look: boolean;
}

/** What a teardown would do, as the account is now. */
export interface Plan {
  /** Changes with anything that the plan would delete, keep, or could not tell. */
  digest: string;
  accountId: string;
  region: string;
  /** What goes, in order. */
  go: Thing[];
  kept: Kept[];
  /** Looked for, and positively not there. */
  absent: NotThere[];
  /** Could not be told: never taken for absent. */
  untold: Untold[];
}

type Draft = Omit<Plan, 'digest'>;

const order = (a: { kind: string; id: string }, b: { kind: string; id: string }) =>
  `${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** Over everything that matters, in an order that does not depend on who answered first. */
function digestOf({ accountId, region, go, kept, untold }: Draft): string {
  const canonical = sorted({
    accountId,
    region,
    go: [...go]
      .sort(order)
      .map(({ kind, id, born, holds, contents }) => ({ kind, id, born, holds, contents })),
    kept: kept.map(({ thing: { kind, id, born } }) => ({ kind, id, born })).sort(order),
    untold: untold.map(({ kind, name, trouble }) => ({ kind, id: name, code: trouble.code })).sort(order),
  });
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex').slice(0, 16);
}

async function measured(draft: Draft, thing: Thing, look: Look): Promise<void> {
  const contents = await kindOf(thing.kind).measure?.(thing, look);
  if (contents === undefined) draft.go.push(thing);
  else if (contents.state === 'known') draft.go.push({ ...thing, contents: contents.value });
  else if (contents.state === 'absent')
    draft.absent.push({ kind: thing.kind, name: thing.name, code: contents.code });
  else draft.untold.push({ kind: thing.kind, name: thing.name, trouble: contents.trouble });
}

/** While it can't be told what a thing is that has to go first, nothing that comes after it goes. */
function holdBack(draft: Draft): void {
  const blocked = (thing: Thing) => draft.untold.find(({ kind }) => kindOf(thing.kind).after.includes(kind));
  for (const thing of draft.go.filter(blocked)) {
    const first = blocked(thing) as Untold;
    draft.kept.push({
      thing,
      why: `waits until it can be told what ${kindOf(first.kind).title} ${first.name} is`,
      look: false,
    });
  }
  draft.go = draft.go.filter((thing) => !blocked(thing));
}

/**
 * Looks for everything that the lab made and says what would become of it. Changes nothing. What AWS refuses
 * to tell stands in `untold`. Throws Stopped.
 */
export async function plan(options: Options): Promise<Plan> {
  options.onProgress?.({ event: 'looking' });
  const look = newLook(options, remembered(journalOf(options)));
  const wanted = kinds.filter(({ name }) => options.only?.includes(name) ?? true);
  const findings = merge(await Promise.all(wanted.map((kind) => kind.find(look))));
  goOnUnless(options.signal);
  const draft: Draft = {
    accountId: options.accountId,
    region: options.lab.region,
    go: [],
    kept: [],
    absent: [...findings.absent],
    untold: [...findings.untold],
  };
  const going: Thing[] = [];
  for (const thing of findings.things) {
    const decision = decide(thing);
    if (decision.go === true) going.push(thing);
    if (decision.go === false) draft.kept.push({ thing, why: decision.why, look: decision.look });
    if (decision.go === 'untold')
      for (const trouble of thing.untold) draft.untold.push({ kind: thing.kind, name: thing.name, trouble });
  }
  await Promise.all(going.map((thing) => measured(draft, thing, look)));
  goOnUnless(options.signal);
  holdBack(draft);
  const place = (thing: Thing) => kinds.findIndex(({ name }) => name === thing.kind);
  draft.go.sort((a, b) => place(a) - place(b) || order(a, b));
  return { digest: digestOf(draft), ...draft };
}
