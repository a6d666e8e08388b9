import type { FactName } from './values.ts';

/** Describes a fact and how it is read, for people who want to know what a check reads. */
interface FactEntry {
  description: string;
  /** The calls that the fact itself can make to AWS (`s3 HeadBucket`) or to the git host (`git fetch`). */
  operations?: readonly string[];
  /** The most of these calls that are made one after another. Defaults to 1. */
  sequentialCalls?: number;
  /** In an account with more than the lab, more calls are made, and more of them one after another. */
  growsWithAccount?: true;
  /** The facts that must be known first. */
  dependsOn?: readonly FactName[];
}

/** Every fact. A test loads each one and compares its entry with the calls that were made. */
export const factCatalog: Readonly<Record<FactName, FactEntry>> = {
  identity: { description: 'the account, and who asks', operations: ['sts GetCallerIdentity'] },
  names: { description: 'what the things of the lab are called in this account', dependsOn: ['identity'] },
  regions: { description: 'the regions that the tools on this machine are set to' },
  clock: { description: "this machine's clock, beside the dates of AWS's answers", dependsOn: ['identity'] },
  sessionEnd: { description: 'when the credentials end, where they tell', dependsOn: ['identity'] },

  branches: { description: 'the branches of the repository at its host', operations: ['git ls-remote'] },
  page: {
    description: 'index.html at the tip of the branch',
    operations: ['git fetch'],
    dependsOn: ['branches'],
  },
  tipTime: {
    description: 'when the commit at the tip of the branch was made',
    operations: ['git fetch'],
    dependsOn: ['branches'],
  },
  clone: {
    description: 'your clone on this machine, beside the branch at the host',
    operations: ['git fetch'],
    dependsOn: ['branches'],
  },

  bucket: {
    description: 'the deploy bucket: whose, and where',
    operations: ['s3 HeadBucket'],
    dependsOn: ['names'],
  },
  bucketNearMiss: {
    description: 'buckets that are nearly the one looked for',
    operations: ['s3 ListBuckets'],
    dependsOn: ['bucket'],
  },
  publicAccess: {
    description: "the bucket's Block Public Access",
    operations: ['s3 GetPublicAccessBlock'],
    dependsOn: ['bucket'],
  },
  versioning: {
    description: "the bucket's versioning",
    operations: ['s3 GetBucketVersioning'],
    dependsOn: ['bucket'],
  },
  encryption: {
    description: 'what new objects of the bucket are encrypted with',
    operations: ['s3 GetBucketEncryption'],
    dependsOn: ['bucket'],
  },
  publicPolicy: {
    description: 'whether a policy opens the bucket to everybody',
    operations: ['s3 GetBucketPolicyStatus'],
    dependsOn: ['bucket'],
  },
  bucketTags: {
    description: "the bucket's tags",
    operations: ['s3 GetBucketTagging'],
    dependsOn: ['bucket'],
  },

  connections: {
    description: 'the connections of the region',
    operations: ['codeconnections ListConnections'],
  },
  connectionElsewhere: {
    description: 'a connection of this name in other regions that your tools are set to',
    operations: ['codeconnections ListConnections'],
    dependsOn: ['names', 'connections'],
  },

  pipeline: {
    description: "the pipeline's definition",
    operations: ['codepipeline GetPipeline'],
    dependsOn: ['names'],
  },
  pipelineNearMiss: {
    description: 'pipelines that are nearly the one looked for, here and in other regions',
    operations: ['codepipeline ListPipelines', 'codepipeline GetPipeline'],
    dependsOn: ['pipeline'],
  },
  sourceConnection: {
    description: 'the connection that the source action names',
    operations: ['codeconnections GetConnection'],
    dependsOn: ['pipeline'],
  },
  stages: {
    description: "the state of the pipeline's stages and transitions",
    operations: ['codepipeline GetPipelineState'],
    dependsOn: ['pipeline'],
  },
  role: {
    description: "the pipeline's role, and who may assume it",
    operations: ['iam GetRole'],
    dependsOn: ['pipeline'],
  },
  rolePolicies: {
    description: "every policy of the pipeline's role, inline and attached",
    operations: [
      'iam ListRolePolicies',
      'iam GetRolePolicy',
      'iam ListAttachedRolePolicies',
      'iam GetPolicy',
      'iam GetPolicyVersion',
    ],
    sequentialCalls: 3,
    dependsOn: ['pipeline'],
  },

  executions: {
    description: "the pipeline's executions, newest first",
    operations: ['codepipeline ListPipelineExecutions'],
    dependsOn: ['names'],
  },
  runs: {
    description: 'every run of every action: when, by whom, with what',
    operations: ['codepipeline ListActionExecutions'],
    dependsOn: ['names'],
  },
  historyRead: {
    description: 'whether all of that history was read',
    operations: ['codepipeline ListPipelineExecutions', 'codepipeline ListActionExecutions'],
    dependsOn: ['names'],
  },
  versions: {
    description: 'the versions of index.html in the deploy bucket',
    operations: ['s3 ListObjectVersions'],
    dependsOn: ['bucket'],
  },
  deployments: {
    description: 'the executions that deployed to the bucket, each with its commit, approval and version',
    dependsOn: ['bucket', 'executions', 'runs', 'versions'],
  },
  liveDeployment: {
    description: 'the execution whose deploy action wrote what is live now',
    operations: ['s3 GetObject'],
    dependsOn: ['deployments', 'versions'],
  },
  livePage: {
    description: 'index.html as it is live now',
    operations: ['s3 GetObject'],
    dependsOn: ['bucket', 'versions'],
  },
  artifactPage: {
    description: 'index.html in the artifact of the execution that deployed it',
    operations: ['s3 GetObject'],
    dependsOn: ['identity', 'liveDeployment'],
  },
  commitPage: {
    description: 'index.html in the commit of that execution',
    operations: ['git fetch'],
    dependsOn: ['liveDeployment'],
  },
  earlierDeployment: {
    description: 'the newest older deployment of another commit',
    dependsOn: ['deployments', 'liveDeployment'],
  },
  earlierPage: {
    description: 'the version that it wrote, if it is still kept',
    operations: ['s3 GetObject'],
    dependsOn: ['bucket', 'earlierDeployment'],
  },

  freshUrl: {
    description: 'what a presigned URL, signed just now, answers',
    operations: ['s3 GetObject'],
    dependsOn: ['bucket'],
  },
  plainUrl: {
    description: 'what the same URL without a signature answers',
    operations: ['s3 GetObject'],
    dependsOn: ['bucket'],
  },
  givenUrl: { description: 'what the URL that you gave answers', operations: ['s3 GetObject'] },

  record: { description: 'what earlier checks on this machine saw of the lab' },
  leftovers: {
    description: 'what a teardown would find of the lab, here and in other regions',
    operations: [
      'codepipeline ListPipelines',
      'codepipeline GetPipeline',
      'codepipeline ListTagsForResource',
      'codepipeline ListPipelineExecutions',
      'codepipeline ListActionExecutions',
      'codepipeline GetPipelineState',
      'codeconnections ListConnections',
      'codeconnections GetConnection',
      'codeconnections ListTagsForResource',
      's3 ListBuckets',
      's3 HeadBucket',
      's3 GetBucketTagging',
      's3 GetBucketPolicy',
      's3 ListObjectVersions',
      's3 ListMultipartUploads',
      's3 GetObject',
      'iam ListRoles',
      'iam GetRole',
      'iam ListRolePolicies',
      'iam ListAttachedRolePolicies',
      'iam ListInstanceProfilesForRole',
      'iam ListPolicies',
      'iam GetPolicy',
      'iam ListEntitiesForPolicy',
    ],
    // The regions in five rounds; then the pipeline, its tags, what it names, their tags, its history, the artifacts,
    // the list of them, and the contents of the buckets.
    sequentialCalls: 15,
    growsWithAccount: true,
    dependsOn: ['identity', 'names', 'record'],
  },

  live: {
    description: 'what of the lab is there now, for the line at the end of every check',
    operations: [
      'codepipeline GetPipeline',
      'iam GetRole',
      'codeconnections ListConnections',
      's3 ListBuckets',
    ],
    sequentialCalls: 2,
    dependsOn: ['names'],
  },
};

/** Returns these facts and all facts that they depend on, each once; these facts come first. */
export function withDependencies(names: readonly FactName[]): FactName[] {
  const all = new Set(names);
  // Iterating over a set also visits what is added during the iteration.
  for (const name of all) for (const before of factCatalog[name].dependsOn ?? []) all.add(before);
  return [...all];
}

/** Returns the largest number of AWS calls, made one after another, before a fact is known. */
export function longestCallChain(name: FactName): number {
  const { operations = [], dependsOn = [], sequentialCalls = 1 } = factCatalog[name];
  const ownCalls = operations.some((call) => !call.startsWith('git ')) ? sequentialCalls : 0;
  return ownCalls + Math.max(0, ...dependsOn.map(longestCallChain));
}
