/** An IAM policy document, to paste into the console or to pass to `put-user-policy`. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }[];
}

/** Returns a policy that allows exactly these IAM actions, each once and sorted. */
export function policyFor(sid: string, actions: readonly string[]): PolicyDocument {
  const Action = [...new Set(actions)].sort();
  return { Version: '2012-10-17', Statement: [{ Sid: sid, Effect: 'Allow', Action, Resource: '*' }] };
}
