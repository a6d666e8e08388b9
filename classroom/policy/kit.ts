import { boundaryArn, seatNames } from '../../checker/lab/lab.ts';
import type { Roster, Seat } from '../seat.ts';
import { readPolicy, teardownPolicy, trustPolicy } from './instructor.ts';
import { boundaryPolicy, seatPolicy } from './seat-policy.ts';
import type { Document } from './statement.ts';

/** What an instructor makes for one seat of the shared account. */
export interface SeatKit {
  id: string;
  /** The user, or role, that the learner works as. */
  identity: string;
  policy: { name: string; document: Document };
  boundary: { name: string; arn: string; document: Document };
}

/** What an instructor has, and makes in accounts of seats' own. */
export interface InstructorKit {
  read: Document;
  teardown: Document;
  /** The role that `role` of a seat names, by external id where the roster has them; none without such seats. */
  trusts: { externalId?: string; document: object }[];
}

/** Seats that work in the shared account: the others are alone in theirs. */
export const sharing = ({ seats }: Roster): Seat[] => seats.filter(({ access }) => access.kind === 'shared');

export function seatKit({ id, region }: Pick<Seat, 'id' | 'region'>, account: string): SeatKit {
  const where = { seat: id, region, account };
  const { identity, policy, boundary } = seatNames(id);
  return {
    ...{ id, identity },
    policy: { name: policy, document: seatPolicy(where) },
    boundary: {
      ...{ name: boundary, document: boundaryPolicy(where) },
      arn: boundaryArn(id, region, account),
    },
  };
}

export function instructorKit({ seats }: Roster, account: string): InstructorKit {
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
