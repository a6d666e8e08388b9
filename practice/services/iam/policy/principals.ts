import type { Principal, Statement } from './document.ts';

/** The members of a caller that policies are matched against. */
export interface PolicyCaller {
  kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  accountId: string;
  /** The caller's own ARN (for a role, that of its session), or a service's host name. */
  arn: string;
  /** The user's or role's ARN. */
  principalArn: string;
}

/**
 * How a statement of a resource's policy names a caller: the caller itself or everyone (`caller`), the role behind its
 * session (`role`), or only its account (`account`).
 */
export type PrincipalMatch = 'caller' | 'role' | 'account' | 'no';

/** The closest of several matches. */
export function closestMatch(matches: readonly PrincipalMatch[]): PrincipalMatch {
  return (['caller', 'role', 'account'] as const).find((match) => matches.includes(match)) ?? 'no';
}

/** How the principals of an Allow statement name the caller. `NotPrincipal` grants to everyone who is not named. */
export function matchAllowedPrincipals({ principals }: Statement, caller: PolicyCaller): PrincipalMatch {
  if (principals === undefined) return 'no';
  const match = closestMatch(principals.principals.map((principal) => matchPrincipal(principal, caller)));
  if (!principals.not) return match;
  return match === 'no' ? 'caller' : 'no';
}

/**
 * Whether a Deny statement applies to the caller. A `NotPrincipal` exempts a caller only if it names the caller's
 * account, the role behind a session, and the caller itself. It exempts no caller that has a permissions boundary.
 * [doc: "AWS JSON policy elements: NotPrincipal", "Permissions boundaries for IAM entities"]
 */
export function isDeniedPrincipal(
  { principals }: Statement,
  caller: PolicyCaller,
  hasBoundary: boolean,
): boolean {
  if (principals === undefined) return false;
  const matches = principals.principals.map((principal) => matchPrincipal(principal, caller));
  if (!principals.not) return closestMatch(matches) !== 'no';
  if (principals.principals.some(({ type }) => type === 'any')) return false;
  return hasBoundary || !requiredMatches(caller).every((required) => matches.includes(required));
}

/** The matches that together exempt a caller from a Deny with `NotPrincipal`. */
function requiredMatches({ kind }: PolicyCaller): PrincipalMatch[] {
  if (kind === 'user') return ['account', 'caller'];
  return kind === 'role' ? ['account', 'role', 'caller'] : ['caller'];
}

function matchPrincipal({ type, value }: Principal, caller: PolicyCaller): PrincipalMatch {
  if (type === 'any') return 'caller';
  if (type === 'Service') return caller.kind === 'service' && caller.principalArn === value ? 'caller' : 'no';
  if (type !== 'AWS' || caller.accountId === '' || caller.kind === 'service') return 'no';
  const root = new RegExp(`^arn:aws[a-z-]*:iam::${caller.accountId}:root$`);
  const namesAccount = value === caller.accountId || root.test(value);
  if (namesAccount) return caller.kind === 'root' ? 'caller' : 'account';
  if (value === caller.arn) return 'caller';
  return caller.kind === 'role' && value === caller.principalArn ? 'role' : 'no';
}
