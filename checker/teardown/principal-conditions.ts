import { defined } from '../../base/defined.ts';
/** A role or a user of the account that a policy belongs to. */
export interface Identity {
  type: 'role' | 'user';
  name: string;
}

/** What a policy lets in, in the words of reports. */
export interface PolicyUser {
  text: string;
  /** Set for a single role or user of the policy's own account. */
  identity?: Identity;
}

/** What conditions leave of a principal that stands for many. */
export interface Narrowed {
  /** `lab`: only the lab's own roles. `account`: at most the policy's own account. `all`: as without conditions. */
  to: 'lab' | 'account' | 'all';
  /** What the conditions name, besides the policy's own account and the lab's roles. */
  users: PolicyUser[];
}

/**
 * Condition keys whose values identify principals, organizations or sources of a request.
 * [doc: IAM user guide, "AWS global condition context keys"; service authorization reference, "Amazon S3"]
 */
const namingKey = new RegExp(
  [
    '^aws:principal(?:arn|account|orgid|orgpaths|servicename|servicenameslist|tag/.+)$',
    '^aws:(?:userid|username|sourceidentity|federatedprovider|referer)$',
    '^aws:source(?:arn|account|owner|orgid|orgpaths|ip|vpc|vpcarn|vpce)$',
    '^aws:vpc(?:sourceip|eaccount|eorgid|eorgpaths)$',
    '^s3:dataaccesspoint(?:account|arn)$',
  ].join('|'),
  'i',
);

/** Operators that also match a request without the key, so that they exclude no such request. */
const optionalOperator = /^forallvalues:|ifexists$/i;

/** Operators that require one of the values. A negated one excludes its values and lets all others in. */
const requiringOperator =
  /^(?:for(?:anyvalue|allvalues):)?(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like)|ipaddress)(?:ifexists)?$/i;

/** Values that limit nothing. */
const anything = /^(?:\*+|0\.0\.0\.0\/0|::\/0)$/;

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** The role or user of this account that an ARN identifies; undefined for all others, and for a pattern. */
export function ownIdentity(arn: string, accountId: string): Identity | undefined {
  const own = new RegExp(`^arn:[a-z-]+:(?:iam|sts)::${accountId}:(user|role|assumed-role)/([^*?]+)$`).exec(
    arn,
  );
  if (own === null) return undefined;
  const [, type, path = ''] = own;
  const parts = path.split('/');
  if (type === 'assumed-role') return { type: 'role', name: parts[0] ?? '' };
  return { type: type === 'user' ? 'user' : 'role', name: parts.at(-1) ?? '' };
}

/** Whether a value stands for all of an account. */
function isWholeAccount(value: string, accountId: string): boolean {
  if (value === accountId) return true;
  return new RegExp(`^arn:[^:]*:[^:]*:[^:]*:${accountId}:(?:\\*|root|(?:role|user|accesspoint)/\\*)$`).test(
    value,
  );
}

interface NamingKey {
  key: string;
  values: string[];
  /** Whether a request without the key is let in, too. */
  isOptional: boolean;
}

/** The keys of a condition block that name who or what is let in. */
function namingKeys(condition: unknown): NamingKey[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.entries(condition)
    .filter(([operator]) => requiringOperator.test(operator))
    .flatMap(([operator, block]) =>
      Object.entries((block ?? {}) as object).map(([key, values]) => ({
        key,
        values: listOf(values).map(String),
        isOptional: optionalOperator.test(operator),
      })),
    )
    .filter(({ key }) => namingKey.test(key))
    .filter(({ values }) => !values.some((value) => anything.test(value)));
}

function userOf(key: string, value: string, accountId: string): PolicyUser {
  const isName = key.toLowerCase() === 'aws:username' && !/[*?$]/.test(value);
  const identity = isName ? ({ type: 'user', name: value } as const) : ownIdentity(value, accountId);
  return { text: `${key} ${value}`, ...defined({ identity }) };
}

/**
 * What the conditions of a statement leave of `*` or of a whole account. All keys have to match, each with one of its
 * values. Conditions such as aws:SecureTransport identify no one.
 */
export function narrowed(
  condition: unknown,
  accountId: string,
  isLabs: (identity: Identity) => boolean,
): Narrowed {
  const users: PolicyUser[] = [];
  let to: Narrowed['to'] = 'all';
  for (const { key, values, isOptional } of namingKeys(condition)) {
    const named = values
      .filter((value) => !isWholeAccount(value, accountId))
      .map((value) => userOf(key, value, accountId));
    const others = named.filter(({ identity }) => identity === undefined || !isLabs(identity));
    users.push(...others);
    if (others.length > 0 || isOptional) continue;
    if (named.length === values.length) return { to: 'lab', users: [] };
    to = 'account';
  }
  return { to, users };
}
