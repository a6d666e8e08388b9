import { namesOf } from '../../checker/lab/lab.ts';
import { defaultRepository, placeholderForms } from '../../checker/lab/learner-settings.ts';

/** A range of plain text that a learner's own value can replace. */
export interface PlaceholderSpan {
  readonly start: number;
  readonly end: number;
  /** The kind that `placeholderText` of checker/lab/learner-settings.ts takes. */
  readonly kind: string;
}

/** The kind of value in each shell variable that step 1 defines. */
const variableKinds: Record<string, string> = {
  AWS_REGION: 'region',
  AWS_DEFAULT_REGION: 'region',
  ACCOUNT_ID: 'account',
  GITHUB_OWNER: 'owner',
  GITHUB_REPOSITORY: 'repository',
  LAB_REPOSITORY: 'ownerRepository',
  CLONE: 'clone',
  DEPLOY_BUCKET: 'deployBucket',
  ARTIFACT_BUCKET: 'artifactBucket',
  CONNECTION_NAME: 'connection',
  PIPELINE_NAME: 'pipeline',
  ROLE_NAME: 'role',
};

/** The kind of `$DEPLOY_BUCKET` or `${DEPLOY_BUCKET}`; undefined for a variable that only one page uses. */
export function kindOfVariable(text: string): string | undefined {
  const name = /^\$\{?(\w+)\}?$/.exec(text)?.[1] ?? '';
  return Object.hasOwn(variableKinds, name) ? variableKinds[name] : undefined;
}

const literalKinds = new Map<string, string>([
  [defaultRepository, 'repository'],
  ['your-github-name', 'owner'],
]);
const derivedNames = ['deployBucket', 'artifactBucket', 'role', 'connection', 'pipeline'] as const;
for (const [form, { account, region }] of Object.entries(placeholderForms))
  for (const name of derivedNames) {
    const text = namesOf({ region, branch: 'main' }, account)[name];
    // A bucket's name without account and region is too general to search for.
    if (form === 'start' && name !== 'role') continue;
    if (!literalKinds.has(text)) literalKinds.set(text, `${name}.${form}`);
  }
literalKinds.set(`${namesOf({ region: '', branch: 'main' }, '').pipeline.slice(0, 20)}`, 'pipelineStart');
literalKinds.set('cp-s3-deploy-…', 'deployBucket');
literalKinds.set('<account>', 'account');
literalKinds.set('<region>', 'region');

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const anyLiteral = new RegExp(
  `(?<![\\w$<-])(?:${[...literalKinds.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escapeRegExp)
    .join('|')})(?![\\w>])(?!-\\w)`,
  'g',
);

// A region or `main` is a placeholder only in these commands: in `[ … = "us-east-1" ]` the region is a fixed value.
const commandPatterns: readonly [RegExp, string][] = [
  [/(?<=AWS_REGION=")us-east-1(?=")/g, 'region'],
  [/(?<=configure set region )us-east-1\b/g, 'region'],
  [
    /(?<=refs\/(?:heads|remotes\/origin)\/|\borigin[ /]|"BranchName": "|\bbranch -[mM] |FETCH_HEAD\.\.)main\b/g,
    'branch',
  ],
];

/** The ranges of a text that a learner's own values can replace, in order and without overlaps. */
export function findPlaceholders(text: string): PlaceholderSpan[] {
  const found: PlaceholderSpan[] = [];
  const add = (start: number, length: number, kind: string) => {
    if (!found.some((one) => start < one.end && start + length > one.start))
      found.push({ start, end: start + length, kind });
  };
  for (const match of text.matchAll(anyLiteral))
    add(match.index, match[0].length, literalKinds.get(match[0]) ?? '');
  for (const [pattern, kind] of commandPatterns)
    for (const match of text.matchAll(pattern)) add(match.index, match[0].length, kind);
  return found.sort((a, b) => a.start - b.start);
}
