import { defined } from '../../base/defined.ts';
/** The lab's steps, in order: `step-<index + 1>`, each also known by its name. */
export const stepNames = [
  'credentials',
  'repository',
  'bucket',
  'connection',
  'pipeline',
  'approval',
  'presigned-url',
  'redeploy',
  'cleanup',
] as const;

export type StepName = (typeof stepNames)[number];

/** `step-5` */
export type StepId = `step-${number}`;

export function stepId(name: StepName): StepId {
  return `step-${stepNames.indexOf(name) + 1}`;
}

/** The path of a step's page, relative to the kit's root: `labs/steps/step-5-pipeline.md`. */
export function stepPage(name: StepName): string {
  return `labs/steps/${stepId(name)}-${name}.md`;
}

/** The resources whose derived name a learner may replace with a name of their own. */
export const nameOverrides = [
  'deployBucket',
  'artifactBucket',
  'connection',
  'pipeline',
  'role',
  'policy',
] as const;

export type NameOverride = (typeof nameOverrides)[number];

/** The lab's settings, complete and valid. */
export interface Lab {
  region: string;
  /** `owner/name` at the git host; undefined until the learner sets it. */
  repository?: string;
  branch: string;
  /** The folder of the learner's clone, if known. */
  clone?: string;
  /** A class's seat: 1–12 of `a-z0-9-`. */
  seat?: string;
  /** The pinned account, twelve digits: the commands refuse any other. */
  account?: string;
  names?: Partial<Record<NameOverride, string>>;
}

/** Every name that the lab derives from its settings and the account. */
export interface LabNames extends Record<NameOverride, string> {
  tags: Readonly<Record<string, string>>;
}

/** A setting with an invalid value: its key, the value, and what was expected. */
export class SettingsError extends Error {
  readonly key: string;
  readonly expected: string;
  constructor(key: string, value: unknown, expected: string) {
    super(`${key}: ${JSON.stringify(value) ?? 'nothing'} cannot be used; expected ${expected}`);
    this.name = 'SettingsError';
    this.key = key;
    this.expected = expected;
  }
}

interface Rule {
  pattern: RegExp;
  expected: string;
}

const rules = {
  region: { pattern: /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/, expected: 'a region such as us-east-1' },
  repository: {
    pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)(?!.*\.git$)[A-Za-z0-9._-]{1,100}$/,
    expected: 'a repository as owner/name, without the host and without .git',
  },
  branch: {
    pattern: /^(?![-/.@])(?!.*(\.\.|\/\/|@\{|\/\.|\.lock$|\.$|\/$))[^\s~^:?*[\\\p{Cc}]{1,244}$/u,
    expected: 'a branch name such as main',
  },
  clone: { pattern: /^.+$/s, expected: "the folder of the repository's clone" },
  seat: {
    pattern: /^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/,
    expected: '1 to 12 of a-z, 0-9 and -, not beginning or ending with -',
  },
  account: { pattern: /^\d{12}$/, expected: 'an account number of twelve digits' },
} satisfies Record<string, Rule>;

const bucket: Rule = {
  pattern: /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/,
  expected: 'a bucket name: 3 to 63 of a-z, 0-9, - and .',
};

// Lengths and characters come from the services' models.
const nameRules: Record<NameOverride, Rule> = {
  deployBucket: bucket,
  artifactBucket: bucket,
  connection: { pattern: /^[\x21-\x7e]{1,32}$/, expected: 'a connection name of 1 to 32 characters' },
  pipeline: {
    pattern: /^[A-Za-z0-9.@_-]{1,100}$/,
    expected: 'a pipeline name: 1 to 100 of A-Z a-z 0-9 . @ - _',
  },
  role: {
    pattern: /^[\w+=,.@-]{1,64}$/,
    expected: 'a role name: 1 to 64 of letters, digits and + = , . @ - _',
  },
  policy: {
    pattern: /^[\w+=,.@-]{1,128}$/,
    expected: 'a policy name: 1 to 128 of letters, digits and + = , . @ - _',
  },
};

/** The keys of all settings, as the settings file spells them. */
export const settingKeys = [...Object.keys(rules), 'names'] as readonly string[];

function requireValid(key: string, value: unknown, rule: Rule): string {
  if (typeof value !== 'string' || !rule.pattern.test(value))
    throw new SettingsError(key, value, rule.expected);
  return value;
}

function readNames(value: unknown): Partial<Record<NameOverride, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SettingsError('names', value, `an object with any of ${nameOverrides.join(', ')}`);
  }
  const names: Partial<Record<NameOverride, string>> = {};
  for (const [key, name] of Object.entries(value)) {
    if (!(nameOverrides as readonly string[]).includes(key)) {
      throw new SettingsError(`names.${key}`, name, `only ${nameOverrides.join(', ')} under names`);
    }
    names[key as NameOverride] = requireValid(`names.${key}`, name, nameRules[key as NameOverride]);
  }
  return names;
}

/**
 * Validates the merged settings of the settings file, the environment and the flags. An undefined value counts as
 * not given; the branch defaults to `main`. Throws SettingsError with the key.
 */
export function labFrom(settings: Readonly<Record<string, unknown>>): Lab {
  for (const [key, value] of Object.entries(settings)) {
    if (value !== undefined && !settingKeys.includes(key)) {
      throw new SettingsError(key, value, `a known setting: ${settingKeys.join(', ')}`);
    }
  }
  const lab: Lab = {
    region: requireValid('region', settings.region, rules.region),
    branch: settings.branch === undefined ? 'main' : requireValid('branch', settings.branch, rules.branch),
  };
  for (const key of ['repository', 'clone', 'seat', 'account'] as const) {
    if (settings[key] !== undefined) lab[key] = requireValid(key, settings[key], rules[key]);
  }
  if (settings.names !== undefined) lab.names = readNames(settings.names);
  return lab;
}

/** Every derived name of the lab in this account. No other module derives a name. */
export function namesOf(lab: Lab, accountId: string): LabNames {
  const { region, seat } = lab;
  const suffix = seat === undefined ? '' : `-${seat}`;
  return {
    deployBucket: `cp-s3-deploy-${accountId}-${region}${suffix}`,
    artifactBucket: `cp-s3-artifacts-${accountId}-${region}${suffix}`,
    connection: seat === undefined ? 'github-codepipeline-lab' : `${seat}-github-lab`,
    // The seat comes first, so that the first 20 characters, the artifacts' prefix, differ per seat.
    pipeline: seat === undefined ? 'codepipeline-s3-deploy-lab' : `${seat}-cp-lab`,
    role: seat === undefined ? `codepipeline-s3-deploy-lab-${region}` : `${seat}-cp-lab-${region}`,
    policy: 'codepipeline-lab',
    ...lab.names,
    tags: { lab: 'codepipeline-lab', ...defined({ seat }) },
  };
}

/**
 * Whether a name is another seat's derived name for this kind of resource. In a shared account, another seat's
 * resources are not this learner's mistake. A lab without a seat shares no account, so the result is false: there
 * such a name can be a mistake.
 */
export function isOtherSeatsName(
  kind: NameOverride,
  name: string,
  { region, branch, seat }: Lab,
  accountId: string,
): boolean {
  if (seat === undefined) return false;
  // Derive the name with a placeholder that cannot occur in a seat, and compare what surrounds it.
  const [before = '', after = ''] = namesOf({ region, branch, seat: '?' }, accountId)[kind].split('?');
  if (!name.startsWith(before) || !name.endsWith(after)) return false;
  const other = name.slice(before.length, name.length - after.length);
  return other !== seat && rules.seat.pattern.test(other);
}

/** The names of what an instructor creates for a seat in a shared account, so that it can do the lab and no more. */
export function seatNames(seat: string): { identity: string; policy: string; boundary: string } {
  return {
    /** The user, or the role, that the learner works as. */
    identity: `lab-${seat}`,
    policy: `lab-${seat}`,
    /** The permissions boundary of the pipeline's role. */
    boundary: `${seat}-cp-lab-boundary`,
  };
}

/** The permissions boundary of the pipeline's role of a seat in a shared account. */
export function boundaryArn(seat: string, region: string, account: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:policy/${seatNames(seat).boundary}`;
}

/**
 * The name that the console proposes for the role and the policy that it creates for a pipeline. Use it only to
 * look for them: as the name of a new role it can be too long.
 */
export function consoleName(region: string, pipeline: string): string {
  return `AWSCodePipelineServiceRole-${region}-${pipeline}`;
}

/**
 * The region and the pipeline in the name of a policy that the console created; undefined for another name. Besides the
 * role's first policy, the console creates one for each action type that needs more, and attaches it also to a role
 * that existed before: `CodePipeline-CodeConnections-us-east-1-my-pipeline`. [doc: CodePipeline user guide, "Manage the
 * CodePipeline service role"; seen: CodeBuild, CodeConnections, ECSDeploy, each under /service-role/]
 */
export function partsOfConsolePolicyName(name: string): { region: string; pipeline: string } | undefined {
  const region = '[a-z]{2,4}(?:-[a-z]+){1,3}-\\d{1,2}';
  const form = new RegExp(`^(?:AWSCodePipelineServiceRole|CodePipeline-[A-Za-z0-9]+)-(${region})-(.+)$`);
  const [, inRegion, pipeline] = form.exec(name) ?? [];
  return inRegion === undefined || pipeline === undefined ? undefined : { region: inRegion, pipeline };
}

/** The partition of a region, as ARNs spell it. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}
