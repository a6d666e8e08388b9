import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';

export interface Misconfiguration {
  name: string;
  breaks(lab: LabAccount): Promise<unknown>;
  /** Every finding that does not pass, and no others. */
  found: string[];
}

export const bucket = (lab: LabAccount) => ({ Bucket: lab.names.deployBucket });
