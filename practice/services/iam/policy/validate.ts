import { isOperator } from './conditions.ts';
import {
  InvalidPolicyError,
  type PolicyDocument,
  type Principal,
  parsePolicy,
  type Statement,
} from './document.ts';

/** Checks the document of an identity's policy against IAM's rules. Throws InvalidPolicyError. */
export function validateIdentityPolicy(text: string): void {
  const policy = parsePolicy(text);
  validateStatements(policy);
  for (const { principals, resources, actions } of policy.statements) {
    if (principals !== undefined)
      throw new InvalidPolicyError('Policy document should not specify a principal.');
    if (resources === undefined || resources.patterns.length === 0) {
      throw new InvalidPolicyError('Policy statement must contain resources.');
    }
    const resource = resources.patterns.find((one) => one !== '*' && !/^arn:([^:]*:){4}.+/s.test(one));
    if (resource !== undefined) {
      throw new InvalidPolicyError(`Resource ${resource} must be in ARN format or "*".`);
    }
    if (actions.patterns.some((action) => action !== '*' && !/^[\w*?-]+:[\w*?-]+$/.test(action))) {
      throw new InvalidPolicyError(
        'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
      );
    }
  }
}

/**
 * Checks a role's trust policy against IAM's rules. Throws InvalidPolicyError.
 * `exists` returns whether a user's or role's ARN exists; undefined for an account that it cannot check.
 */
export function validateTrustPolicy(text: string, exists: (arn: string) => boolean | undefined): void {
  const policy = parsePolicy(text, 'This policy contains invalid Json');
  validateStatements(policy);
  for (const { principals, resources, actions } of policy.statements) {
    if (resources !== undefined) throw new InvalidPolicyError('Has prohibited field Resource.');
    if (principals === undefined || principals.principals.length === 0) {
      throw new InvalidPolicyError('Missing required field Principal');
    }
    const hasOtherActions = actions.patterns.some((action) => action !== '*' && !/^sts:/i.test(action));
    if (hasOtherActions)
      throw new InvalidPolicyError('AssumeRole policy may only specify STS AssumeRole actions.');
    for (const principal of principals.principals) {
      if (!isValidPrincipal(principal, exists)) {
        throw new InvalidPolicyError(
          `Invalid principal in policy: "${principal.type.toUpperCase()}":"${principal.value}"`,
        );
      }
    }
  }
}

function validateStatements({ statements }: PolicyDocument): void {
  if (statements.length === 0) throw new InvalidPolicyError('Syntax errors in policy.');
  const sids = statements.flatMap(({ sid }: Statement) => sid ?? []);
  if (new Set(sids).size < sids.length) {
    throw new InvalidPolicyError('Statement IDs (SID) in a single policy must be unique.');
  }
  for (const { actions, conditions } of statements) {
    if (actions.patterns.length === 0) throw new InvalidPolicyError('Policy statement must contain actions.');
    if (conditions.some(({ operator }) => !isOperator(operator))) {
      throw new InvalidPolicyError('Syntax errors in policy.');
    }
  }
}

function isValidPrincipal({ type, value }: Principal, exists: (arn: string) => boolean | undefined): boolean {
  if (type === 'any' || type === 'Federated' || type === 'CanonicalUser') return true;
  if (type === 'Service') return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value);
  if (/^\d{12}$/.test(value) || /^arn:aws[\w-]*:iam::\d{12}:root$/.test(value)) return true;
  if (/^arn:aws[\w-]*:sts::\d{12}:(assumed-role|federated-user)\/[^*]+$/.test(value)) return true;
  return /^arn:aws[\w-]*:iam::\d{12}:(user|role)\/[^*]+$/.test(value) && exists(value) !== false;
}
