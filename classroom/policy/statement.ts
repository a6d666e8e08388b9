/** One statement of an IAM policy that allows. */
export interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** An IAM policy whose statements name what they are about. */
export interface Document {
  Version: '2012-10-17';
  Statement: Statement[];
}

export function documentOf(statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) };
}

/** What quotas count: characters, white space aside. IAM user guide, "IAM and STS quotas". */
export const sizeOf = (document: object): number => JSON.stringify(document).replace(/\s/g, '').length;

/** A customer managed policy's greatest size. */
export const managedPolicySize = 6144;
