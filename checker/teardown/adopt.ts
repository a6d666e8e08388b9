import { createHash } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import type { Adoption, AdoptionView, Contents, UnexplainedContents } from '../lab/lab-record.ts';
import { isPolicyUser } from './decide.ts';
import { writeAbsent } from './finish.ts';
import { journalOf, type Options, scanOf } from './options.ts';
import { adoptionOf } from './ownership.ts';
import { type Plan, planWith } from './plan.ts';
import { arnOf } from './report/phrases.ts';
import type { Resource } from './resource.ts';
import { resourceTypeOf } from './resource-types/index.ts';

/** What the user agrees to by adopting a resource. */
export interface AdoptionQuestion {
  resource: Resource;
  /** Why the teardown keeps it now. */
  why: string;
  contents?: Contents;
  /** What was seen to use it and does not show in any pipeline: the user agrees to ignore it. */
  users: string[];
  /** Confirms exactly this adoption: it changes with the resource, its unexplained contents and its users. */
  id: string;
}

export type OwnershipAnswer =
  | { state: 'written'; resource: Resource }
  /** The user declined, or nothing confirmed it. */
  | { state: 'unconfirmed' | 'declined' | 'changed'; question: AdoptionQuestion }
  /** It cannot be adopted, or no list of the teardown has it: and why. */
  | { state: 'refused' | 'not listed'; why: string; exit: 1 | 2 | 3 };

/** A resource of the plan by its ARN, and why it is kept; undefined `why` for one that the plan deletes. */
function listed(plan: Plan, arn: string): { resource: Resource; why?: string } | undefined {
  const kept = plan.kept.find(({ resource }) => arnOf(resource, plan.region) === arn);
  if (kept !== undefined) return { resource: kept.resource, why: kept.why };
  const resource = plan.toDelete.find((one) => arnOf(one, plan.region) === arn);
  return resource === undefined ? undefined : { resource };
}

/** Why no list of the plan has the resource. */
function notListed(plan: Plan, arn: string): OwnershipAnswer {
  if (plan.undetermined.length > 0)
    return {
      state: 'not listed',
      exit: 3,
      why: `${arn} is in no list of the teardown, and not everything could be read.`,
    };
  return {
    state: 'not listed',
    exit: 2,
    why: `${arn} is in no list of the teardown: nothing connects it with the lab, or it does not exist.`,
  };
}

function idOf({ kind, id, incarnation }: Resource, contents: Contents | undefined, users: readonly string[]) {
  const parts = [kind, id, incarnation ?? '', contents?.unexplained?.fingerprint ?? '', ...users];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** The unexplained contents that the adoption covers: those that were shown now, or else those of an earlier one. */
function agreedContents(
  unexplained: UnexplainedContents | undefined,
  earlier: AdoptionView | undefined,
): Pick<Adoption, 'contents' | 'agreed'> {
  if (unexplained !== undefined) {
    const { fingerprint, entries, newest } = unexplained;
    return { contents: fingerprint, agreed: { entries, newest } };
  }
  const { contents, agreed } = earlier ?? {};
  return { ...defined({ contents, agreed }) };
}

/**
 * Declares a resource to be the lab's, so that the next teardown deletes it. Only what the plan lists as kept can be
 * adopted. `confirm` asks the user, or is the id of the question. Deletes nothing. Throws Stopped and CallFailed.
 */
export async function adopt(
  options: Options,
  arn: string,
  confirm?: string | ((question: AdoptionQuestion) => Promise<boolean>),
): Promise<OwnershipAnswer> {
  const scan = scanOf(options);
  const plan = await planWith(scan, options);
  writeAbsent(options, plan);
  const found = listed(plan, arn);
  if (found === undefined) return notListed(plan, arn);
  const { resource, why } = found;
  if (why === undefined)
    return {
      state: 'refused',
      exit: 1,
      why: "It is already proven to be the lab's: the teardown deletes it.",
    };
  if (resource.notOursBecause !== undefined)
    return { state: 'refused', exit: 1, why: `It is ${resource.notOursBecause}.` };
  const hardUsers = resource.users.filter((user) => !isPolicyUser(user));
  if (hardUsers.length > 0)
    return { state: 'refused', exit: 1, why: `It is in use by ${hardUsers.join(', ')}.` };
  if (resource.sharedBecause !== undefined)
    return { state: 'refused', exit: 1, why: `It is shared: ${resource.sharedBecause}.` };
  const contents = await resourceTypeOf(resource.kind).measure?.(resource, scan);
  if (contents?.state === 'unknown')
    return {
      state: 'refused',
      exit: 3,
      why: `What it contains could not be read: ${contents.error.message}`,
    };
  if (contents?.state === 'absent') return { state: 'refused', exit: 1, why: 'It does not exist any more.' };
  const users = [...resource.users];
  const question: AdoptionQuestion = {
    resource,
    why,
    users,
    id: idOf(resource, contents?.value, users),
    ...defined({ contents: contents?.value }),
  };
  if (confirm === undefined) return { state: 'unconfirmed', question };
  if (typeof confirm === 'string' && confirm !== question.id) return { state: 'changed', question };
  if (typeof confirm === 'function' && !(await confirm(question))) return { state: 'declined', question };
  const { kind, id, name, incarnation } = resource;
  // What an earlier adoption covers no longer shows in the resource, and stays agreed to.
  const earlier = adoptionOf(resource, scan.journal.adopted);
  journalOf(options).write({
    event: 'adopted',
    kind,
    id,
    name,
    users: [...new Set([...(earlier?.users ?? []), ...users])],
    ...defined({ incarnation }),
    ...agreedContents(contents?.value.unexplained, earlier),
  });
  return { state: 'written', resource };
}

/**
 * Declares that a resource is not the lab's: no teardown deletes it, and it keeps no run from being clean. Only what
 * the plan lists can be declared. Throws Stopped.
 */
export async function notMine(options: Options, arn: string): Promise<OwnershipAnswer> {
  const plan = await planWith(scanOf(options), options);
  writeAbsent(options, plan);
  const found = listed(plan, arn);
  if (found === undefined) return notListed(plan, arn);
  const { kind, id, name } = found.resource;
  journalOf(options).write({ event: 'not mine', kind, id, name });
  return { state: 'written', resource: found.resource };
}
