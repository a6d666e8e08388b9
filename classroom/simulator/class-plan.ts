import { partitionOf } from '../../checker/lab/lab.ts';
import { mistakes } from './mistakes.ts';
import { names } from './names.ts';
import { randomFrom } from './random.ts';
import type { ClassPlan, SeatPlan } from './types.ts';

export interface ClassSpec {
  class: string;
  seats: number;
  /** How many learners get stuck. */
  faults: number;
  seed: number;
  speed: number;
}

const shared = '000000000000';
/** The role through which the instructor reaches a seat's own account. */
export const instructorRole = 'lab-instructor';
/** The external id that every other of these roles requires. */
export const externalId = 'class-rehearsal';

/**
 * In a class of four or more, one seat in eight has its own account, reached alternately by profile and by
 * role.
 */
function assignAccess(at: number, seats: number, id: string): Pick<SeatPlan, 'access' | 'account'> {
  const own = seats < 4 ? 0 : Math.max(2, Math.round(seats / 8));
  const nth = at - (seats - own);
  if (nth < 0) return { access: { kind: 'shared' }, account: shared };
  const account = String(300_000_000_000 + nth + 1);
  if (nth % 2 === 0) return { access: { kind: 'profile', profile: id }, account };
  const roleArn = `arn:${partitionOf('us-east-1')}:iam::${account}:role/${instructorRole}`;
  return { account, access: { kind: 'role', roleArn, ...(nth % 4 === 1 ? { externalId } : {}) } };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const left = [...list];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}

/** Whether a cause can be injected at this seat. */
export function isApplicable({ method, access }: SeatPlan, cause: string): boolean {
  const unless = mistakes[cause]?.unless;
  if (unless === 'shared') return access.kind !== 'shared';
  return unless === undefined || method === 'terminal' || access.kind === 'shared';
}

/** Assigns causes to `faults` learners. A cause repeats only when no other one applies to the learner. */
function assignMistakes(seats: readonly SeatPlan[], faults: number, random: () => number): void {
  const candidates = shuffled(
    seats.filter(({ begins }) => begins),
    random,
  );
  let causes: string[] = [];
  for (let left = faults; left > 0 && candidates.length > 0; left--) {
    if (causes.length === 0) causes = shuffled(Object.keys(mistakes), random);
    const seat = candidates.shift() as SeatPlan;
    const fits = causes.findIndex((cause) => isApplicable(seat, cause));
    const cause = causes[fits];
    // No remaining cause applies to this learner, so the next attempt draws from all causes again.
    if (cause === undefined) {
      causes = [];
      candidates.unshift(seat);
      left += 1;
      continue;
    }
    causes.splice(fits, 1);
    seat.mistake = cause;
    if (random() < 0.4) seat.hand = `I am stuck: ${mistakes[cause]?.says}`;
  }
}

/** Draws a class: who attends, in which account and region, and which mistakes happen. */
export function drawClass({ class: name, seats: count, faults, seed, speed }: ClassSpec): ClassPlan {
  const random = randomFrom(seed);
  const digits = Math.max(2, String(count).length);
  const absent = count < 5 ? 0 : Math.max(1, Math.round(count / 20));
  const absentSeats = new Set(
    shuffled(
      Array.from({ length: count }, (_, at) => at),
      random,
    ).slice(0, absent),
  );
  const learnerNames = shuffled(names, random);
  const seats = Array.from({ length: count }, (_, at): SeatPlan => {
    const id = `seat-${String(at + 1).padStart(digits, '0')}`;
    const person = learnerNames[at % learnerNames.length] ?? id;
    return {
      id,
      name: at < learnerNames.length ? person : `${person} ${Math.floor(at / learnerNames.length) + 1}`,
      ...assignAccess(at, count, id),
      region: random() < 0.8 ? 'us-east-1' : 'eu-west-1',
      repository: `class-${id}/codepipeline-s3-lab`,
      method: random() < 0.7 ? 'terminal' : 'console',
      tempo: Math.round((0.4 + random() * 1.2) * 100) / 100,
      begins: !absentSeats.has(at),
    };
  });
  assignMistakes(seats, Math.min(faults, count - absent), random);
  return { class: name, seed, speed, shared, seats };
}

/** All accounts of a class, the shared one first. */
export const accountsOf = ({ shared, seats }: ClassPlan): string[] => [
  ...new Set([shared, ...seats.map(({ account }) => account)]),
];
