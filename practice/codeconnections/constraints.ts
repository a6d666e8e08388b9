import { AwsError } from '../errors.ts';

/** What one member of an input may be; bounds are lengths for texts and lists, values for numbers. */
export interface Constraint {
  required?: boolean;
  min?: number;
  max?: number;
  pattern?: string;
  oneOf?: readonly string[];
  /** For a list of texts or of structures. */
  each?: Constraint;
  members?: Constraints;
}

export type Constraints = Record<string, Constraint>;

const ARN = 'arn:aws(-[\\w]+)*:.+:.+:[0-9]{12}:.+';
const PROVIDERS = ['Bitbucket', 'GitHub', 'GitHubEnterpriseServer', 'GitLab', 'GitLabSelfManaged'] as const;
const connectionArn: Constraint = { required: true, max: 256, pattern: ARN };
const resourceArn: Constraint = { required: true, min: 1, max: 1011, pattern: ARN };
const hostArn: Constraint = {
  max: 256,
  pattern: 'arn:aws(-[\\w]+)*:(codestar-connections|codeconnections):.+:[0-9]{12}:host\\/.+',
};
const tagKey: Constraint = { required: true, min: 1, max: 128 };
const tags: Constraint = {
  max: 200,
  each: { members: { Key: tagKey, Value: { required: true, max: 256 } } },
};

/** The bounds in the service's model, which the SDK's run-time schemas do not hold. */
export const CONSTRAINTS: Record<string, Constraints> = {
  CreateConnection: {
    ConnectionName: { required: true, min: 1, max: 32 },
    ProviderType: { oneOf: PROVIDERS },
    HostArn: hostArn,
    Tags: tags,
  },
  GetConnection: { ConnectionArn: connectionArn },
  DeleteConnection: { ConnectionArn: connectionArn },
  ListConnections: {
    ProviderTypeFilter: { oneOf: PROVIDERS },
    HostArnFilter: hostArn,
    MaxResults: { min: 0, max: 100 },
    NextToken: { min: 1, max: 1024 },
  },
  TagResource: { ResourceArn: resourceArn, Tags: { required: true, ...tags } },
  UntagResource: { ResourceArn: resourceArn, TagKeys: { required: true, max: 200, each: tagKey } },
  ListTagsForResource: { ResourceArn: resourceArn },
};

/**
 * Holds an input to its operation's constraints.
 * @throws AwsError `ValidationException` that lists every fault, in the words of AWS's front end
 */
export function validate(operation: string, input: object): void {
  const faults = faultsOf(input as Record<string, unknown>, CONSTRAINTS[operation] ?? {}, '');
  if (faults.length === 0) return;
  const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected: `;
  throw new AwsError('ValidationException', count + faults.join('; '));
}

function faultsOf(input: Record<string, unknown>, constraints: Constraints, path: string): string[] {
  return Object.entries(constraints).flatMap(([name, constraint]) => {
    const at = path + name.charAt(0).toLowerCase() + name.slice(1);
    return faultsAt(input[name] ?? undefined, constraint, at);
  });
}

function faultsAt(value: unknown, constraint: Constraint, at: string): string[] {
  if (value === undefined) {
    return constraint.required
      ? [`Value null at '${at}' failed to satisfy constraint: Member must not be null`]
      : [];
  }
  if (constraint.members !== undefined) {
    return faultsOf(value as Record<string, unknown>, constraint.members, `${at}.`);
  }
  const { each } = constraint;
  const inner = Array.isArray(value) && each !== undefined ? value : [];
  return [
    ...broken(value, constraint).map(
      (rule) => `Value '${shown(value)}' at '${at}' failed to satisfy constraint: Member must ${rule}`,
    ),
    ...inner.flatMap((item, index) => faultsAt(item, each ?? {}, `${at}.${index + 1}.member`)),
  ];
}

function broken(value: unknown, { min, max, pattern, oneOf }: Constraint): string[] {
  const measure = typeof value === 'number' ? 'value' : 'length';
  const size = typeof value === 'number' ? value : (value as string | unknown[]).length;
  const rules: string[] = [];
  if (max !== undefined && size > max) rules.push(`have ${measure} less than or equal to ${max}`);
  if (min !== undefined && size < min) rules.push(`have ${measure} greater than or equal to ${min}`);
  if (typeof value !== 'string') return rules;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    rules.push(`satisfy regular expression pattern: ${pattern}`);
  }
  if (oneOf !== undefined && !oneOf.includes(value)) {
    rules.push(`satisfy enum value set: [${oneOf.join(', ')}]`);
  }
  return rules;
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
