import { defined } from '../../base/defined.ts';
import { boundaryArn, seatNames } from '../../checker/lab/lab.ts';
import type { Roster, Seat } from '../seat.ts';
import { readPolicy, teardownPolicy, trustPolicy } from './instructor.ts';
import { boundaryPolicy, seatPolicy } from './seat-policy.ts';
import type { PolicyDocument } from './statement.ts';

/** The policies that an instructor creates for one seat of the shared account. */
export interface SeatPolicies {
  id: string;
  /** The name of the user or role that the learner works as. */
  identity: string;
  policy: { name: string; document: PolicyDocument };
  boundary: { name: string; arn: string; document: PolicyDocument };
}

/**
 * The instructor's own policies, and the trust policies of the instructor's role in the seats' own accounts.
 */
export interface InstructorPolicies {
  read: PolicyDocument;
  teardown: PolicyDocument;
  /** One trust policy for each external id of the roster's roles; empty without seats that have a role. */
  trusts: { externalId?: string; document: object }[];
}

/** The seats that work in the shared account. Each of the others has its own account. */
export const sharedSeats = ({ seats }: Roster): Seat[] =>
  seats.filter(({ access }) => access.kind === 'shared');

export function seatPolicies({ id, region }: Pick<Seat, 'id' | 'region'>, account: string): SeatPolicies {
  const scope = { seat: id, region, account };
  const { identity, policy, boundary } = seatNames(id);
  return {
    id,
    identity,
    policy: { name: policy, document: seatPolicy(scope) },
    boundary: {
      name: boundary,
      document: boundaryPolicy(scope),
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
      ...defined({ externalId }),
      document: trustPolicy(account, region, externalId),
    })),
  };
}
