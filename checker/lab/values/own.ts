import { type Lab, type LabNames, labFrom, namesOf, partitionOf, SettingsError } from '../lab.ts';

/** What a learner has said of themselves. Kept in their browser and nowhere else. */
export interface Own {
  region?: string;
  account?: string;
  owner?: string;
  repository?: string;
  branch?: string;
  seat?: string;
  profile?: string;
  deployBucket?: string;
}

export const ownKeys = [
  'region',
  'account',
  'owner',
  'repository',
  'branch',
  'seat',
  'profile',
  'deployBucket',
] as const satisfies readonly (keyof Own)[];

/** What the pages print where a learner's own name belongs. */
export const plainRepository = 'codepipeline-s3-lab';

/** How a derived name is spelled where account and region are not known: as the shell, a text or an example has them. */
export const forms = {
  shell: { account: '$ACCOUNT_ID', region: '$AWS_REGION' },
  text: { account: '<account>', region: '<region>' },
  example: { account: '123456789012', region: 'us-east-1' },
  /** The name up to the region, which the text tells the reader to add. */
  start: { account: '', region: '' },
} as const;

type Name = Exclude<keyof LabNames, 'tags'>;

/** The pages put a value into commands as it is: nothing may be in it that a shell reads. */
const plainInShell = /^[\w./@+=,:][\w./@+=,:-]*$/;

const lab = (own: Own, region: string): Lab => ({
  region,
  branch: own.branch ?? 'main',
  ...(own.seat === undefined ? {} : { seat: own.seat }),
  ...(own.deployBucket === undefined ? {} : { names: { deployBucket: own.deployBucket } }),
});

const named: Record<string, (own: Own) => string | undefined> = {
  region: ({ region }) => region,
  account: ({ account }) => account,
  owner: ({ owner }) => owner,
  repository: ({ repository }) => repository,
  branch: ({ branch }) => branch,
  ownerRepository: ({ owner, repository }) =>
    owner === undefined ? undefined : `${owner}/${repository ?? plainRepository}`,
  clone: ({ repository }) => (repository === undefined ? undefined : `workspace/${repository}`),
  // The first twenty characters of the pipeline's name begin the keys of its artifacts.
  pipelineStart: (own) =>
    own.seat === undefined ? undefined : namesOf(lab(own, ''), '').pipeline.slice(0, 20),
  profileFlag: ({ profile }) => (profile === undefined ? undefined : ` --profile ${profile}`),
  profileEnv: ({ profile }) => (profile === undefined ? undefined : `AWS_PROFILE=${profile} `),
};

/** What must be known before `$DEPLOY_BUCKET` and the like can be written out. */
const bare = (name: Name, own: Own): string | undefined => {
  if (name === 'deployBucket' && own.deployBucket !== undefined) return own.deployBucket;
  if (own.region === undefined) return undefined;
  const needsAccount = name === 'deployBucket' || name === 'artifactBucket';
  if (needsAccount && own.account === undefined) return undefined;
  return namesOf(lab(own, own.region), own.account ?? '')[name];
};

/**
 * What stands in place of the plain text for this learner; undefined where the plain text stays.
 * `kind` is a setting (`region`), a derived name (`deployBucket`), or a derived name in one of the forms
 * (`deployBucket.text`).
 */
export function ownText(kind: string, own: Own): string | undefined {
  const read = named[kind];
  if (read !== undefined) return read(own);
  const [name, formName] = kind.split('.') as [Name, keyof typeof forms | undefined];
  if (formName === undefined) return bare(name, own);
  const form = forms[formName];
  const whole = formName === 'start' ? {} : own;
  const text = namesOf(lab(own, whole.region ?? form.region), whole.account ?? form.account)[name];
  return text === namesOf(lab({}, form.region), form.account)[name] ? undefined : text;
}

/** The console's address of a service, in the learner's partition and region. */
export function consoleAddress(path: string, { region }: Own): string {
  const partition = partitionOf(region ?? '');
  const hosts = {
    aws: 'console.aws.amazon.com',
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
  };
  return `https://${hosts[partition as keyof typeof hosts]}/${path}${region === undefined ? '' : `?region=${region}`}`;
}

/** What is wrong with a value for a setting, in words; undefined when it can be used. */
export function ownProblem(key: keyof Own, value: string): string | undefined {
  if (key === 'profile')
    return plainInShell.test(value) ? undefined : 'a profile name of letters, digits and . _ - / @ + = , :';
  const given =
    key === 'owner'
      ? { repository: `${value}/name` }
      : key === 'repository'
        ? { repository: `owner/${value}` }
        : key === 'deployBucket'
          ? { names: { deployBucket: value } }
          : { [key]: value };
  try {
    labFrom({ region: 'us-east-1', ...given });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    if (key === 'owner') return 'a GitHub user or organization, such as octocat';
    if (key === 'repository') return 'the name of a repository, without owner and without .git';
    return error.expected;
  }
  return plainInShell.test(value)
    ? undefined
    : 'only letters, digits and . _ - / @ + = , : (commands carry it)';
}
