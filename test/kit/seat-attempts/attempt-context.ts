import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';

export interface AttemptContext {
  /** The lab that the attempts are about. */
  neighbor: LabAccount;
  /** The neighbor's connection. */
  connectionArn: string;
  seat: string;
  /** The lab of the seat that attempts. */
  own: LabAccount;
  ownSeat: string;
}

export type Inputs = Record<string, object | object[]>;

export const anything = policyDocument([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
export const trust = policyDocument([
  { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);
export const uuid = '12345678-1234-4123-8123-123456789012';
export const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
