import { boundaryArn, seatNames } from '../../checker/lab/lab.ts';
import type { Roster, Seat } from '../seat.ts';
import { readPolicy, teardownPolicy, trustPolicy } from './instructor.ts';
import { boundaryPolicy, seatPolicy } from './seat-policy.ts';
import type { PolicyDocument } from './statement.ts';

/** What an instructor makes for one seat of the shared account. */
export interface SeatPolicies {
  id: string;
  /** The user, or role, that the learner works as. */
  identity: string;
  policy: { name: string; document: PolicyDocument };
  boundary: { name: string; arn: string; document: PolicyDocument };
}

/** What an instructor has, and makes in accounts of seats' own. */
export interface InstructorPolicies {
  read: PolicyDocument;
  teardown: PolicyDocument;
  /** The role that `role` of a seat names, by external id where the roster has them; none without such seats. */
  trusts: { externalId?: string; document: object }[];
}

/** Seats that work in the shared account: the others are alone in theirs. */
export const sharedSeats = ({ seats }: Roster): Seat[] =>
  seats.filter(({ access }) => access.kind === 'shared');

export function seatPolicies({ id, region }: Pick<Seat, 'id' | 'region'>, account: string): SeatPolicies {
  const scope = { seat: id, region, account };
  const { identity, policy, boundary } = seatNames(id);
  return {
    ...{ id, identity },
    policy: { name: policy, document: seatPolicy(scope) },
    boundary: {
      ...{ name: boundary, document: boundaryPolicy(scope) },
      arn: boundaryArn(id, region, account),
    },
  };
}

export function instructorPolicies({ seats }: Roster, account: string): InstructorPolicies {
  const region = seats[0]?.region ?? 'us-east-1';
  const ids = seats.flatMap(({ access }) => (access.kind === 'role' ? [access.externalId] : []));
  return {
    read: readPolicy(),
    teardown: teardownPolicy(account, region),
    trusts: [...new Set(ids)].map((externalId) => ({
      ...(externalId === undefined ? {} : { externalId }),
      document: trustPolicy(account, region, externalId),
    })),
  };
}
