import { isOperator } from './conditions.ts';
import { type PolicyDocument, PolicyFault, type Principal, parsePolicy, type Statement } from './document.ts';

/** Holds the document of an identity's policy to IAM's rules. Throws PolicyFault. */
export function validateIdentityPolicy(text: string): void {
  const policy = parsePolicy(text);
  general(policy);
  for (const { principals, resources, actions } of policy.statements) {
    if (principals !== undefined) throw new PolicyFault('Policy document should not specify a principal.');
    if (resources === undefined || resources.patterns.length === 0) {
      throw new PolicyFault('Policy statement must contain resources.');
    }
    const resource = resources.patterns.find((one) => one !== '*' && !/^arn:([^:]*:){4}.+/s.test(one));
    if (resource !== undefined) {
      throw new PolicyFault(`Resource ${resource} must be in ARN format or "*".`);
    }
    if (actions.patterns.some((action) => action !== '*' && !/^[\w*?-]+:[\w*?-]+$/.test(action))) {
      throw new PolicyFault('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
}

/**
 * Holds a role's trust policy to IAM's rules. Throws PolicyFault.
 * `exists` says whether a user or role ARN of an account known here is there; undefined for other accounts.
 */
export function validateTrustPolicy(text: string, exists: (arn: string) => boolean | undefined): void {
  const policy = parsePolicy(text, 'This policy contains invalid Json');
  general(policy);
  for (const { principals, resources, actions } of policy.statements) {
    if (resources !== undefined) throw new PolicyFault('Has prohibited field Resource.');
    if (principals === undefined || principals.principals.length === 0) {
      throw new PolicyFault('Missing required field Principal');
    }
    const stray = actions.patterns.some((action) => action !== '*' && !/^sts:/i.test(action));
    if (stray) throw new PolicyFault('AssumeRole policy may only specify STS AssumeRole actions.');
    for (const principal of principals.principals) {
      if (!valid(principal, exists)) {
        throw new PolicyFault(
          `Invalid principal in policy: "${principal.type.toUpperCase()}":"${principal.value}"`,
        );
      }
    }
  }
}

function general({ statements }: PolicyDocument): void {
  if (statements.length === 0) throw new PolicyFault('Syntax errors in policy.');
  const sids = statements.flatMap(({ sid }: Statement) => sid ?? []);
  if (new Set(sids).size < sids.length) {
    throw new PolicyFault('Statement IDs (SID) in a single policy must be unique.');
  }
  for (const { actions, conditions } of statements) {
    if (actions.patterns.length === 0) throw new PolicyFault('Policy statement must contain actions.');
    if (conditions.some(({ operator }) => !isOperator(operator))) {
      throw new PolicyFault('Syntax errors in policy.');
    }
  }
}

function valid({ type, value }: Principal, exists: (arn: string) => boolean | undefined): boolean {
  if (type === 'any' || type === 'Federated' || type === 'CanonicalUser') return true;
  if (type === 'Service') return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(value);
  if (/^\d{12}$/.test(value) || /^arn:aws[\w-]*:iam::\d{12}:root$/.test(value)) return true;
  if (/^arn:aws[\w-]*:sts::\d{12}:(assumed-role|federated-user)\/[^*]+$/.test(value)) return true;
  return /^arn:aws[\w-]*:iam::\d{12}:(user|role)\/[^*]+$/.test(value) && exists(value) !== false;
}
