import { defined } from '../../base/defined.ts';
import { type Lab, type LabNames, labFrom, namesOf, partitionOf, SettingsError } from './lab.ts';

/** A learner's own values for the pages. Only their browser stores them. */
export interface LearnerSettings {
  region?: string;
  account?: string;
  owner?: string;
  repository?: string;
  branch?: string;
  seat?: string;
  profile?: string;
  deployBucket?: string;
}

export const learnerSettingKeys = [
  'region',
  'account',
  'owner',
  'repository',
  'branch',
  'seat',
  'profile',
  'deployBucket',
] as const satisfies readonly (keyof LearnerSettings)[];

/** The repository name that the pages print when the learner has set none. */
export const defaultRepository = 'codepipeline-s3-lab';

/** The account and region in a derived name when they are unknown: in a shell command, in text or in an example. */
export const placeholderForms = {
  shell: { account: '$ACCOUNT_ID', region: '$AWS_REGION' },
  text: { account: '<account>', region: '<region>' },
  example: { account: '123456789012', region: 'us-east-1' },
  /** The beginning of the name, up to the region; the text asks the reader to add the rest. */
  start: { account: '', region: '' },
} as const;

type DerivedName = Exclude<keyof LabNames, 'tags'>;

/** The pages insert a value into commands unquoted, so it may contain no character that a shell interprets. */
const shellSafe = /^[\w./@+=,:][\w./@+=,:-]*$/;

const labOf = (settings: LearnerSettings, region: string): Lab => ({
  region,
  branch: settings.branch ?? 'main',
  ...defined({ seat: settings.seat }),
  ...(settings.deployBucket === undefined ? {} : { names: { deployBucket: settings.deployBucket } }),
});

const settingTexts: Record<string, (settings: LearnerSettings) => string | undefined> = {
  region: ({ region }) => region,
  account: ({ account }) => account,
  owner: ({ owner }) => owner,
  repository: ({ repository }) => repository,
  branch: ({ branch }) => branch,
  ownerRepository: ({ owner, repository }) =>
    owner === undefined ? undefined : `${owner}/${repository ?? defaultRepository}`,
  clone: ({ repository }) => (repository === undefined ? undefined : `workspace/${repository}`),
  // The keys of a pipeline's artifacts begin with the first 20 characters of its name.
  pipelineStart: (settings) =>
    settings.seat === undefined ? undefined : namesOf(labOf(settings, ''), '').pipeline.slice(0, 20),
  profileFlag: ({ profile }) => (profile === undefined ? undefined : ` --profile ${profile}`),
  profileEnv: ({ profile }) => (profile === undefined ? undefined : `AWS_PROFILE=${profile} `),
};

/** The derived name, such as that for `$DEPLOY_BUCKET`; undefined while a setting that it needs is missing. */
const derivedName = (name: DerivedName, settings: LearnerSettings): string | undefined => {
  if (name === 'deployBucket' && settings.deployBucket !== undefined) return settings.deployBucket;
  if (settings.region === undefined) return undefined;
  const needsAccount = name === 'deployBucket' || name === 'artifactBucket';
  if (needsAccount && settings.account === undefined) return undefined;
  return namesOf(labOf(settings, settings.region), settings.account ?? '')[name];
};

/**
 * Returns the text that replaces a placeholder for this learner; undefined if the page's own text stays.
 * `kind` is a setting (`region`), a derived name (`deployBucket`), or a derived name in one of the forms
 * (`deployBucket.text`).
 */
export function placeholderText(kind: string, settings: LearnerSettings): string | undefined {
  const settingText = settingTexts[kind];
  if (settingText !== undefined) return settingText(settings);
  const [name, formName] = kind.split('.') as [DerivedName, keyof typeof placeholderForms | undefined];
  if (formName === undefined) return derivedName(name, settings);
  const form = placeholderForms[formName];
  const known = formName === 'start' ? {} : settings;
  const text = namesOf(labOf(settings, known.region ?? form.region), known.account ?? form.account)[name];
  return text === namesOf(labOf({}, form.region), form.account)[name] ? undefined : text;
}

/** The AWS console's URL of a service, in the learner's partition and region. */
export function awsConsoleUrl(path: string, { region }: LearnerSettings): string {
  const partition = partitionOf(region ?? '');
  const hosts = {
    aws: 'console.aws.amazon.com',
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
  };
  return `https://${hosts[partition as keyof typeof hosts]}/${path}${region === undefined ? '' : `?region=${region}`}`;
}

/** Describes what a setting expects if this value is invalid; undefined if it is valid. */
export function settingProblem(key: keyof LearnerSettings, value: string): string | undefined {
  if (key === 'profile')
    return shellSafe.test(value) ? undefined : 'a profile name of letters, digits and . _ - / @ + = , :';
  const input =
    key === 'owner'
      ? { repository: `${value}/name` }
      : key === 'repository'
        ? { repository: `owner/${value}` }
        : key === 'deployBucket'
          ? { names: { deployBucket: value } }
          : { [key]: value };
  try {
    labFrom({ region: 'us-east-1', ...input });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    if (key === 'owner') return 'a GitHub user or organization, such as octocat';
    if (key === 'repository') return 'the name of a repository, without owner and without .git';
    return error.expected;
  }
  return shellSafe.test(value) ? undefined : 'only letters, digits and . _ - / @ + = , : (commands carry it)';
}
