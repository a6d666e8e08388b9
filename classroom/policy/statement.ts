/** One `Allow` statement of an IAM policy. */
export interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** An IAM policy whose statements all have resources, as identity policies do. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) };
}

/** The size that IAM's quotas count: characters without white space. IAM user guide, "IAM and STS quotas". */
export const policySize = (document: object): number => JSON.stringify(document).replace(/\s/g, '').length;

/** The maximum size of a customer managed policy, in characters. */
export const maxManagedPolicySize = 6144;
