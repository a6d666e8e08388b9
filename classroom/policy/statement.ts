/** One statement of an IAM policy that allows. */
export interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** An IAM policy whose statements name what they are about. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) };
}

/** What quotas count: characters, white space aside. IAM user guide, "IAM and STS quotas". */
export const policySize = (document: object): number => JSON.stringify(document).replace(/\s/g, '').length;

/** A customer managed policy's greatest size. */
export const maxManagedPolicySize = 6144;
