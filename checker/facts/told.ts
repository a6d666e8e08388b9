import type { FactName } from './values.ts';

/** What a fact is, in words, and how it is found: for people who want to know what a check looks at. */
interface Told {
  is: string;
  /** Operations that it may ask of AWS (`s3 HeadBucket`) or of the git host (`git fetch`), itself. */
  asks?: readonly string[];
  /** How many of them, at most, one after another: 1 unless told otherwise. */
  inTurn?: number;
  /** The facts that have to be found before. */
  through?: readonly FactName[];
}

/** Every fact; a test asks for each of them and holds this against the calls that were made. */
export const told: Readonly<Record<FactName, Told>> = {
  identity: { is: 'the account, and who asks', asks: ['sts GetCallerIdentity'] },
  names: { is: 'what the things of the lab are called in this account', through: ['identity'] },
  regions: { is: 'the regions that the tools on this machine are set to' },
  clock: { is: "this machine's clock, beside the dates of AWS's answers", through: ['identity'] },
  sessionEnd: { is: 'when the credentials end, where they tell', through: ['identity'] },

  branches: { is: 'the branches of the repository at its host', asks: ['git ls-remote'] },
  page: { is: 'index.html at the tip of the branch', asks: ['git fetch'], through: ['branches'] },
  tipTime: {
    is: 'when the commit at the tip of the branch was made',
    asks: ['git fetch'],
    through: ['branches'],
  },
  clone: {
    is: 'your clone on this machine, beside the branch at the host',
    asks: ['git fetch'],
    through: ['branches'],
  },

  bucket: { is: 'the deploy bucket: whose, and where', asks: ['s3 HeadBucket'], through: ['names'] },
  bucketNearMiss: {
    is: 'buckets that are nearly the one looked for',
    asks: ['s3 ListBuckets'],
    through: ['bucket'],
  },
  publicAccess: {
    is: "the bucket's Block Public Access",
    asks: ['s3 GetPublicAccessBlock'],
    through: ['bucket'],
  },
  versioning: { is: "the bucket's versioning", asks: ['s3 GetBucketVersioning'], through: ['bucket'] },
  encryption: {
    is: 'what new objects of the bucket are encrypted with',
    asks: ['s3 GetBucketEncryption'],
    through: ['bucket'],
  },
  publicPolicy: {
    is: 'whether a policy opens the bucket to everybody',
    asks: ['s3 GetBucketPolicyStatus'],
    through: ['bucket'],
  },
  bucketTags: { is: "the bucket's tags", asks: ['s3 GetBucketTagging'], through: ['bucket'] },

  connections: { is: 'the connections of the region', asks: ['codeconnections ListConnections'] },
  connectionElsewhere: {
    is: 'a connection of this name in other regions that your tools are set to',
    asks: ['codeconnections ListConnections'],
    through: ['names', 'connections'],
  },

  pipeline: {
    is: "the pipeline's definition",
    asks: ['codepipeline GetPipeline'],
    through: ['names'],
  },
  pipelineNearMiss: {
    is: 'pipelines that are nearly the one looked for, here and in other regions',
    asks: ['codepipeline ListPipelines', 'codepipeline GetPipeline'],
    through: ['pipeline'],
  },
  sourceConnection: {
    is: 'the connection that the source action names',
    asks: ['codeconnections GetConnection'],
    through: ['pipeline'],
  },
  stages: {
    is: "the state of the pipeline's stages and transitions",
    asks: ['codepipeline GetPipelineState'],
    through: ['pipeline'],
  },
  role: { is: "the pipeline's role, and who may assume it", asks: ['iam GetRole'], through: ['pipeline'] },
  rolePolicies: {
    is: "every policy of the pipeline's role, inline and attached",
    asks: [
      'iam ListRolePolicies',
      'iam GetRolePolicy',
      'iam ListAttachedRolePolicies',
      'iam GetPolicy',
      'iam GetPolicyVersion',
    ],
    inTurn: 3,
    through: ['pipeline'],
  },

  executions: {
    is: "the pipeline's executions, newest first",
    asks: ['codepipeline ListPipelineExecutions'],
    through: ['names'],
  },
  runs: {
    is: 'every run of every action: when, by whom, with what',
    asks: ['codepipeline ListActionExecutions'],
    through: ['names'],
  },
  historyRead: {
    is: 'whether all of that history was read',
    asks: ['codepipeline ListPipelineExecutions', 'codepipeline ListActionExecutions'],
    through: ['names'],
  },
  versions: {
    is: 'the versions of index.html in the deploy bucket',
    asks: ['s3 ListObjectVersions'],
    through: ['bucket'],
  },
  deployments: {
    is: 'the executions that deployed to the bucket, each with its commit, approval and version',
    through: ['bucket', 'executions', 'runs', 'versions'],
  },
  liveDeployment: {
    is: 'the execution whose deploy action wrote what is live now',
    asks: ['s3 GetObject'],
    through: ['deployments', 'versions'],
  },
  livePage: { is: 'index.html as it is live now', asks: ['s3 GetObject'], through: ['bucket', 'versions'] },
  artifactPage: {
    is: 'index.html in the artifact of the execution that deployed it',
    asks: ['s3 GetObject'],
    through: ['identity', 'liveDeployment'],
  },
  commitPage: {
    is: 'index.html in the commit of that execution',
    asks: ['git fetch'],
    through: ['liveDeployment'],
  },
  earlierDeployment: {
    is: 'the newest older deployment of another commit',
    through: ['deployments', 'liveDeployment'],
  },
  earlierPage: {
    is: 'the version that it wrote, if it is still kept',
    asks: ['s3 GetObject'],
    through: ['bucket', 'earlierDeployment'],
  },

  freshUrl: {
    is: 'what a presigned URL, signed just now, answers',
    asks: ['s3 GetObject'],
    through: ['bucket'],
  },
  plainUrl: {
    is: 'what the same URL without a signature answers',
    asks: ['s3 GetObject'],
    through: ['bucket'],
  },
  givenUrl: { is: 'what the URL that you gave answers', asks: ['s3 GetObject'] },

  record: { is: 'what earlier checks on this machine saw of the lab' },
  pipelineLeft: {
    is: 'a pipeline of the lab that is still there',
    asks: ['codepipeline GetPipeline'],
    through: ['names', 'record'],
  },
  bucketLeft: {
    is: 'a deploy bucket of the lab that is still there',
    asks: ['s3 HeadBucket'],
    through: ['names', 'record'],
  },
  artifactsLeft: {
    is: "the lab's artifacts that are still there",
    asks: ['s3 HeadBucket', 's3 ListObjectVersions', 'codepipeline ListPipelines'],
    inTurn: 4,
    through: ['names', 'record'],
  },
  connectionsLeft: {
    is: 'connections of the lab that are still there',
    asks: ['codeconnections ListConnections'],
    through: ['names', 'record'],
  },
  roleLeft: {
    is: 'a role of the lab that is still there',
    asks: ['iam GetRole'],
    through: ['names', 'record'],
  },
  policiesLeft: {
    is: 'managed policies of the lab that are still there',
    asks: ['iam GetPolicy'],
    through: ['names', 'record'],
  },
  bucketsElsewhere: {
    is: "buckets that have the lab's names in other regions",
    asks: ['s3 ListBuckets'],
    through: ['identity'],
  },

  live: {
    is: 'what of the lab is there now, for the line at the end of every check',
    asks: ['codepipeline GetPipeline', 'iam GetRole', 'codeconnections ListConnections', 's3 ListBuckets'],
    inTurn: 2,
    through: ['names'],
  },
};

/** A fact and all that it is found through, itself first, none twice. */
export function foundThrough(names: readonly FactName[]): FactName[] {
  const all = new Set(names);
  // A set gives what is added while it is walked, too.
  for (const name of all) for (const before of told[name].through ?? []) all.add(before);
  return [...all];
}

/** How many calls to AWS stand one after another, at most, before a fact is found. */
export function chainOf(name: FactName): number {
  const { asks = [], through = [], inTurn = 1 } = told[name];
  const own = asks.some((call) => !call.startsWith('git ')) ? inTurn : 0;
  return own + Math.max(0, ...through.map(chainOf));
}
