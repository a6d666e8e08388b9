import type { CallError } from './fact.ts';

/**
 * A denied call, as AWS's message explains it. `not allowed`: the caller's own policies lack these IAM actions, or the
 * message names no policy. `denied by`: this policy decides, so allowing the actions to the caller changes nothing;
 * `lookFor` is what to look for, and where.
 */
export type Denial =
  | { state: 'not allowed'; actions: readonly string[] }
  | { state: 'denied by'; policy: string; lookFor: string };

/** Where each type of policy is found. AWS's messages use these names [doc: IAM, troubleshoot_access-denied]. */
const places: readonly [type: RegExp, policy: string, where: string][] = [
  [/^resource-based/, 'a resource-based policy', "the resource's own policy, such as the bucket policy"],
  [/^identity-based/, 'an identity-based policy', 'the policies of the caller: its user, role or groups'],
  [/^service control/, 'a service control policy', "the organization's service control policies"],
  [/^resource control/, 'a resource control policy', "the organization's resource control policies"],
  [/^permissions boundary/, 'a permissions boundary', "the caller's permissions boundary"],
  [/^session/, 'a session policy', 'the policy that was passed when the session began'],
  [/^VPC endpoint/i, 'a VPC endpoint policy', 'the policy of the VPC endpoint'],
];

function placeOf(type: string): { policy: string; where: string } | undefined {
  const found = places.find(([pattern]) => pattern.test(type));
  return found === undefined ? undefined : { policy: found[1], where: found[2] };
}

/**
 * Reads a denied call's message: "with an explicit deny in a TYPE policy", or "because no TYPE policy allows the ACTION
 * action". Not every service explains a denial. Undefined for other errors.
 */
export function denialOf({
  cause,
  message,
  actions,
}: Pick<CallError, 'cause' | 'message' | 'actions'>): Denial | undefined {
  if (cause !== 'denied') return undefined;
  const explicit = placeOf(/with an explicit deny in (?:an? )?(.+)/.exec(message)?.[1] ?? '');
  if (explicit !== undefined)
    return { state: 'denied by', policy: explicit.policy, lookFor: `the Deny in ${explicit.where}` };
  const missing = /because no (.+?) allows the /.exec(message)?.[1] ?? '';
  const implicit = missing.startsWith('identity-based') ? undefined : placeOf(missing);
  if (implicit !== undefined)
    return { state: 'denied by', policy: implicit.policy, lookFor: `the missing Allow in ${implicit.where}` };
  return { state: 'not allowed', actions };
}
