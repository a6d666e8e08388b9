import { defined } from '../../../core/defined.ts';
/** A principal in a statement of a resource's policy. `any` is `"*"` or `{"AWS": "*"}`. */
export interface Principal {
  type: 'any' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  value: string;
}

/** One test of a statement's `Condition`: an operator such as `StringEquals`, a key, and the values to test against. */
export interface Condition {
  operator: string;
  key: string;
  values: string[];
}

/** A list of patterns. With `not`, it matches what none of them matches. */
export interface Patterns {
  not: boolean;
  patterns: string[];
}

export interface Statement {
  sid?: string;
  effect: 'Allow' | 'Deny';
  actions: Patterns;
  /** Absent in a role's trust policy, which applies to the role itself. */
  resources?: Patterns;
  /** Absent in an identity's policy, which applies to the identity itself. */
  principals?: { not: boolean; principals: Principal[] };
  conditions: Condition[];
}

export interface PolicyDocument {
  /** Whether policy variables such as `${aws:username}` are replaced, as in version 2012-10-17. */
  variables: boolean;
  statements: Statement[];
}

/** A policy document is invalid. The message is AWS's. */
export class InvalidPolicyError extends Error {}

const syntaxError = () => new InvalidPolicyError('Syntax errors in policy.');

type Json = Record<string, unknown>;

/**
 * Parses a policy document. Throws InvalidPolicyError when it does not follow the policy grammar; `notJson` is the
 * message for a text that is not JSON.
 */
export function parsePolicy(text: string, notJson = 'Syntax errors in policy.'): PolicyDocument {
  const root = parseJson(text, notJson);
  if (!isObject(root)) throw syntaxError();
  for (const key of Object.keys(root)) {
    if (!['Version', 'Id', 'Statement'].includes(key)) throw syntaxError();
  }
  const version = root.Version ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') throw syntaxError();
  if (root.Id !== undefined && typeof root.Id !== 'string') throw syntaxError();
  if (root.Statement === undefined) throw syntaxError();
  const statements = Array.isArray(root.Statement) ? root.Statement : [root.Statement];
  return { variables: version === '2012-10-17', statements: statements.map(parseStatement) };
}

function parseJson(text: string, notJson: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidPolicyError(notJson);
  }
}

const fields = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

function parseStatement(statement: unknown): Statement {
  if (!isObject(statement)) throw syntaxError();
  if (Object.keys(statement).some((key) => !fields.has(key))) throw syntaxError();
  const { Sid, Effect } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw syntaxError();
  if (Sid !== undefined && typeof Sid !== 'string') throw syntaxError();
  const actions = parsePatterns(statement, 'Action');
  if (actions === undefined) throw new InvalidPolicyError('Policy statement must contain actions.');
  const resources = parsePatterns(statement, 'Resource');
  const principals = parsePrincipals(statement);
  return {
    ...defined({ sid: Sid }),
    effect: Effect,
    actions,
    ...defined({ resources, principals }),
    conditions: parseConditions(statement.Condition),
  };
}

/** Reads a member such as `Action` or its negation `NotAction`. Throws when the statement has both. */
function parsePatterns(statement: Json, name: string): Patterns | undefined {
  const plain = statement[name];
  const not = statement[`Not${name}`];
  if (plain !== undefined && not !== undefined) throw syntaxError();
  if (plain === undefined && not === undefined) return undefined;
  const patterns = stringList(plain ?? not);
  return { not: plain === undefined, patterns };
}

const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

function parsePrincipals(statement: Json): Statement['principals'] {
  const plain = statement.Principal;
  const not = statement.NotPrincipal;
  if (plain === undefined && not === undefined) return undefined;
  if (plain !== undefined && not !== undefined) throw syntaxError();
  const value = plain ?? not;
  if (value === '*') return { not: plain === undefined, principals: [{ type: 'any', value: '*' }] };
  if (!isObject(value)) throw syntaxError();
  const principals = Object.entries(value).flatMap(([key, list]) => {
    const type = principalTypes.find((known) => known === key);
    if (type === undefined) throw syntaxError();
    return stringList(list).map(
      (value): Principal => (type === 'AWS' && value === '*' ? { type: 'any', value } : { type, value }),
    );
  });
  return { not: plain === undefined, principals };
}

function parseConditions(block: unknown): Condition[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw syntaxError();
  return Object.entries(block).flatMap(([operator, tests]) => {
    if (!isObject(tests)) throw syntaxError();
    return Object.entries(tests).map(([key, values]) => ({ operator, key, values: conditionValues(values) }));
  });
}

function stringList(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.some((item) => typeof item !== 'string')) throw syntaxError();
  return list as string[];
}

/** Condition values as strings. They can also be JSON booleans and numbers. */
function conditionValues(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw syntaxError();
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
