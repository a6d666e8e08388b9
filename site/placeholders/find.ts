import { namesOf } from '../../checker/lab/lab.ts';
import { defaultRepository, placeholderForms } from '../../checker/lab/learner-settings.ts';

/** A stretch of plain text in whose place a learner's own may stand. */
export interface PlaceholderSpan {
  readonly start: number;
  readonly end: number;
  /** What `ownText` is asked for. */
  readonly kind: string;
}

/** The shell's variables that step 1 writes down, by what they hold. */
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

/** The kind behind `$DEPLOY_BUCKET` or `${DEPLOY_BUCKET}`; undefined for a variable of the page's own. */
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
    // A bucket's name without its region and account says nothing by itself.
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

// A region or `main` in a command is the learner's only where the command means it so: in `[ … = "us-east-1" ]`
// the word is AWS's.
const commandPatterns: readonly [RegExp, string][] = [
  [/(?<=AWS_REGION=")us-east-1(?=")/g, 'region'],
  [/(?<=configure set region )us-east-1\b/g, 'region'],
  [
    /(?<=refs\/(?:heads|remotes\/origin)\/|\borigin[ /]|"BranchName": "|\bbranch -[mM] |FETCH_HEAD\.\.)main\b/g,
    'branch',
  ],
];

/** The stretches of a text that may carry a learner's own, in order, none within another. */
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
