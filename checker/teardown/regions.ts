import { createHash } from 'node:crypto';
import type { Trouble } from '../account/fact.ts';
import { changes, elseChanged } from './difference.ts';
import { planned, toRemember, unfinished } from './journal.ts';
import { journalOf } from './options.ts';
import type { Plan } from './plan.ts';
import { type Result, type TeardownOptions, teardown } from './teardown.ts';

export interface RegionsOptions {
  /** One for each region that the lab was used in, the lab's own first. */
  regions: readonly Omit<TeardownOptions, 'confirm' | 'onPlan'>[];
  /** Why it could not be told whether the lab was used in more regions than these. */
  unlisted?: Trouble;
  /** The digest of all plans together, or somebody to ask once. */
  confirm?: string | ((plans: readonly Plan[]) => Promise<boolean>);
  /** Told all plans, before anybody is asked. */
  onPlans?: (plans: readonly Plan[], digest: string | undefined) => void;
}

export interface RegionsResult {
  /** The worst of all regions'. */
  exit: Result['exit'];
  /** What confirms all plans at once; absent where nothing would go. */
  digest?: string;
  /** In the order of the regions. */
  results: Result[];
  /** Why there may be more regions. */
  unlisted?: Trouble;
}

type Region = RegionsOptions['regions'][number];

/** A region, and what a first look at it found. */
interface Looked {
  region: Region;
  look: Result;
}

const badness: readonly Result['exit'][] = [0, 2, 1, 3, 130];

function worstOf(results: readonly Result[]): Result['exit'] {
  return results.reduce<Result['exit']>(
    (worst, { exit }) => (badness.indexOf(exit) > badness.indexOf(worst) ? exit : worst),
    0,
  );
}

const goes = ({ plan }: Result) => (plan?.go.length ?? 0) > 0;

/** One over the digests of all plans; undefined where none would delete anything. */
function digestOf(looks: readonly Result[]): string | undefined {
  if (!looks.some(goes)) return undefined;
  // Whatever could not be told, or is kept, in a region where nothing goes is part of what was seen, too.
  const all = looks.map(({ plan }) => `${plan?.region} ${plan?.digest}`).sort();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
}

/** What a region came to where nobody has confirmed what would go. */
function without({ look }: Looked, state: 'unconfirmed' | 'declined' | 'changed', lines?: string[]): Result {
  const clear = look.exit === 3 ? 3 : 0;
  if (!goes(look)) return { ...look, state: 'nothing', exit: clear };
  const exit = state === 'unconfirmed' ? 2 : 1;
  return { ...look, state, exit, ...(lines === undefined ? {} : { differences: lines }) };
}

/** Against what was printed under a digest that is not the account's any more, or never was. */
function changed(looked: readonly Looked[], digest: string): Result[] {
  const lines = looked.map(({ region, look }) => {
    const then = planned(journalOf(region), digest);
    return then && changes(then, (look.plan?.go ?? []).map(toRemember));
  });
  const unheardOf = lines.every((each) => each === undefined);
  const silent = lines.every((each) => (each ?? []).length === 0);
  return looked.map((one, at) => {
    if (unheardOf) return without(one, 'changed', [`no plan with the digest ${digest} is written down here`]);
    return without(one, 'changed', silent ? [elseChanged] : lines[at]);
  });
}

/** One region after the other; one that fails does not stop those behind it. */
async function each(
  looked: readonly Looked[],
  consent: (looked: Looked) => Pick<TeardownOptions, 'confirm'>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of looked) results.push(await teardown({ ...one.region, ...consent(one) }));
  return results;
}

async function decide(looked: readonly Looked[], digest: string, { confirm }: RegionsOptions) {
  if (confirm === undefined) return looked.map((one) => without(one, 'unconfirmed'));
  if (typeof confirm === 'string' && confirm !== digest) return changed(looked, confirm);
  const plans = looked.flatMap(({ look }) => look.plan ?? []);
  if (typeof confirm === 'function' && !(await confirm(plans)))
    return looked.map((one) => without(one, 'declined'));
  // For all of them, before the first delete: one that is never come to can be gone on with.
  for (const { region, look } of looked.filter((one) => goes(one.look)))
    if (look.plan !== undefined)
      journalOf(region).write({
        event: 'confirmed',
        ...{ digest: look.plan.digest, things: look.plan.go.map(toRemember) },
      });
  return each(looked, ({ look }) => (look.plan === undefined ? {} : { confirm: look.plan.digest }));
}

type Told = Pick<RegionsResult, 'results' | 'digest'>;

async function inAll(options: RegionsOptions): Promise<Told> {
  const { regions, confirm, onPlans } = options;
  const looked: Looked[] = [];
  for (const region of regions) looked.push({ region, look: await teardown({ ...region, dryRun: true }) });
  const looks = looked.map(({ look }) => look);
  const plans = looks.flatMap(({ plan }) => plan ?? []);
  const digest = digestOf(looks);
  onPlans?.(plans, digest);
  // Nothing goes: what an earlier run deleted is still to be proven.
  const stays = looks.some(({ state }) => state === 'stopped') || regions.some(({ dryRun }) => dryRun);
  if (digest === undefined) return { results: stays ? looks : await each(looked, () => ({})) };
  for (const { region, look } of looked)
    if (look.plan !== undefined)
      journalOf(region).write({ event: 'planned', digest, things: look.plan.go.map(toRemember) });
  if (stays) return { results: looks, digest };
  const goesOn = ({ region, look }: Looked) =>
    region.resume === true && (!goes(look) || unfinished(journalOf(region)) !== undefined);
  if (!looked.every(goesOn)) return { results: await decide(looked, digest, options), digest };
  const asked = typeof confirm === 'function' ? { confirm: (plan: Plan) => confirm([plan]) } : {};
  return { results: await each(looked, () => asked), digest };
}

/** One region needs no second look, and its plan's digest is the digest. */
async function inOne(region: Region, { confirm, onPlans }: RegionsOptions): Promise<Told> {
  const asked = typeof confirm === 'function' ? (plan: Plan) => confirm([plan]) : confirm;
  const result = await teardown({
    ...region,
    ...(asked === undefined ? {} : { confirm: asked }),
    onPlan: (plan) => onPlans?.([plan], plan.go.length > 0 ? plan.digest : undefined),
  });
  const digest = goes(result) ? result.plan?.digest : undefined;
  return { results: [result], ...(digest === undefined ? {} : { digest }) };
}

/**
 * Looks in every region, asks once, and carries out region by region; each is looked at again before anything in
 * it is deleted. One that fails does not stop the others. Rejects only for faults of the kit.
 */
export async function teardownRegions(options: RegionsOptions): Promise<RegionsResult> {
  const { regions, unlisted } = options;
  const [only] = regions;
  const told = only !== undefined && regions.length === 1 ? await inOne(only, options) : await inAll(options);
  const exit = worstOf(told.results);
  if (unlisted === undefined) return { ...told, exit };
  return { ...told, exit: exit === 130 ? exit : 3, unlisted };
}
