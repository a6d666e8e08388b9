import { labActions } from '../../checker/doctor/lab-actions.ts';
import { boundaryArn, consoleName, namesOf, partitionOf, seatNames } from '../../checker/lab/lab.ts';
import { type PolicyDocument, policyDocument, type Statement } from './statement.ts';

/** A seat of a shared account. */
export interface SeatScope {
  seat: string;
  region: string;
  /** The shared account's number. */
  account: string;
}

/** The lab's actions by statement. An action belongs to the first statement whose pattern matches. */
const actionPatterns = {
  /**
   * Allowed on every pipeline of the account: the teardown keeps what another pipeline uses, and only the
   * definitions show that. So a seat can read its neighbors' definitions, which contain no secret.
   */
  readAnyPipeline: /^codepipeline:GetPipeline$/,
  /** The lists of one region, in which the teardown searches for the lab. No other region's. */
  regionLists: /:(ListPipelines|ListConnections)$/,
  /**
   * These actions have no resource-level permissions in IAM, so they are allowed on all resources. IAM's lists have
   * names and no tags. What the console's handshake lists depends on the learner's own GitHub sign-in.
   */
  listActions:
    /:(ListAllMyBuckets|ListRoles|ListPolicies|GetAccountSummary|GetIndividualAccessToken|GetInstallationUrl|ListInstallationTargets|StartOAuthHandshake)$/,
  simulateSelf: /^iam:SimulatePrincipalPolicy$/,
  objects: /^s3:(Get|Put|Delete|Abort)(Object|Multipart)/,
  buckets: /^s3:/,
  pipeline: /^codepipeline:/,
  createConnection: /^code(connections|star-connections):(CreateConnection|TagResource)$/,
  /**
   * Also allowed without tags: after a teardown the tags are gone, and the call must still confirm the
   * absence.
   */
  readConnection: /^code(connections|star-connections):(GetConnection|ListTagsForResource)$/,
  connection: /^code(connections|star-connections):/,
  /** These actions decide what a role may do, so the boundary has to limit them. */
  writeRole: /^iam:(CreateRole|PutRolePolicy|DeleteRolePolicy|DetachRolePolicy)$/,
  passRole: /^iam:PassRole$/,
  role: /^iam:\w*Role(s|Policy|Policies)?$/,
  removePolicy: /^iam:DeletePolicy/,
  policies: /^iam:\w*Polic/,
} as const;

/**
 * Actions on connections exist under both service prefixes. AWS checks the one that the connection's ARN has.
 */
const bothNames = (action: string) => [action, action.replace(/^codeconnections:/, 'codestar-connections:')];

/** The ARNs of a seat's resources, by type. */
function arnsOf({ seat, region, account }: SeatScope) {
  const names = namesOf({ region, branch: 'main', seat }, account);
  const seatOwn = seatNames(seat);
  const arn = `arn:${partitionOf(region)}`;
  const iam = `${arn}:iam::${account}`;
  const pipeline = `${arn}:codepipeline:${region}:${account}:${names.pipeline}`;
  const buckets = [names.deployBucket, names.artifactBucket].map((name) => `${arn}:s3:::${name}`);
  const ownPolicy = `${iam}:policy/service-role/${consoleName(region, names.pipeline)}`;
  const boundary = boundaryArn(seat, region, account);
  return {
    buckets,
    objects: buckets.map((bucket) => `${bucket}/*`),
    // The ARNs of stages and actions begin with the pipeline's ARN.
    pipeline: [pipeline, `${pipeline}/*`],
    allPipelines: `${arn}:codepipeline:${region}:${account}:*`,
    roles: [`${iam}:role/${names.role}`],
    // The teardown also searches for the role that the console names. IAM evaluates a role that does not exist without
    // its path.
    consoleRoles: ['', 'service-role/'].map(
      (path) => `${iam}:role/${path}${consoleName(region, names.pipeline)}`,
    ),
    // The teardown also searches for a managed policy with the inline policy's name.
    policies: [ownPolicy, `${iam}:policy/${names.policy}`, boundary],
    ownPolicy,
    boundary,
    identity: [`${iam}:user/${seatOwn.identity}`, `${iam}:role/${seatOwn.identity}`],
    seatUser: `${iam}:user/${seatOwn.identity}`,
    seatRole: `${iam}:role/${seatOwn.identity}`,
  };
}

function statementsOf(scope: SeatScope): Statement[] {
  const arns = arnsOf(scope);
  const unassigned = new Set(labActions.flatMap(bothNames));
  const allow = (
    Sid: string,
    pattern: RegExp,
    Resource: Statement['Resource'],
    Condition?: Statement['Condition'],
  ): Statement => {
    const Action = [...unassigned].filter((action) => pattern.test(action)).sort();
    for (const action of Action) unassigned.delete(action);
    return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
  };
  const statements = [
    allow('SeeWhoUsesWhat', actionPatterns.readAnyPipeline, arns.allPipelines),
    allow('SeeListsHere', actionPatterns.regionLists, '*', {
      StringEquals: { 'aws:RequestedRegion': scope.region },
    }),
    allow('SeeLists', actionPatterns.listActions, '*'),
    allow('AskAboutOneself', actionPatterns.simulateSelf, arns.identity),
    allow('Objects', actionPatterns.objects, arns.objects),
    allow('Buckets', actionPatterns.buckets, arns.buckets),
    allow('Pipeline', actionPatterns.pipeline, arns.pipeline),
    // A connection's ARN is random, so only its tag identifies the owner. A seat can create connections only
    // with its own tag, and cannot overwrite another seat's tag.
    allow('MakeConnection', actionPatterns.createConnection, '*', {
      StringEquals: { 'aws:RequestTag/seat': scope.seat, 'aws:RequestedRegion': scope.region },
      StringEqualsIfExists: { 'aws:ResourceTag/seat': scope.seat },
    }),
    allow('LookAtConnection', actionPatterns.readConnection, '*', {
      StringEqualsIfExists: { 'aws:ResourceTag/seat': scope.seat },
    }),
    allow('Connection', actionPatterns.connection, '*', {
      StringEquals: { 'aws:ResourceTag/seat': scope.seat },
    }),
    allow('MakeRole', actionPatterns.writeRole, arns.roles, {
      StringEquals: { 'iam:PermissionsBoundary': arns.boundary },
    }),
    allow('PassRole', actionPatterns.passRole, arns.roles, {
      StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' },
    }),
    allow('Role', actionPatterns.role, [...arns.roles, ...arns.consoleRoles]),
    { Sid: 'LookAtOneself', Effect: 'Allow' as const, Action: ['iam:GetRole'], Resource: arns.seatRole },
    // The instructor knows the first password, so the learner must be able to change it.
    {
      Sid: 'ChangePassword',
      Effect: 'Allow' as const,
      Action: ['iam:ChangePassword'],
      Resource: arns.seatUser,
    },
    allow('RemovePolicy', actionPatterns.removePolicy, arns.ownPolicy),
    allow('LookAtPolicies', actionPatterns.policies, arns.policies),
  ];
  if (unassigned.size > 0)
    throw new Error(`no statement of a seat's policy takes ${[...unassigned].join(', ')}`);
  return statements;
}

/**
 * Allows a seat of a shared account to do the whole lab, teardown included, on its own names, and nothing on
 * a neighbor's. It has to be a customer managed policy, because it is too long for a user's inline policy.
 */
export const seatPolicy = (scope: SeatScope): PolicyDocument => policyDocument(statementsOf(scope));

/**
 * The permissions boundary of the role of a seat's pipeline: what the page of step 5 allows the role. A seat
 * can write the role's policy and choose who assumes it, so without a boundary it could make itself an
 * administrator.
 */
export function boundaryPolicy(scope: SeatScope): PolicyDocument {
  const { objects, buckets } = arnsOf(scope);
  return policyDocument([
    {
      ...{ Sid: 'ReadTheSource', Effect: 'Allow', Resource: '*' },
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Condition: { StringEquals: { 'aws:ResourceTag/seat': scope.seat } },
    },
    {
      ...{ Sid: 'KeepArtifactsAndDeploy', Effect: 'Allow', Resource: objects },
      // In the console, a role can get more than step 5 gives it. These actions are all that its pipeline
      // uses.
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    },
    {
      ...{ Sid: 'LookAtBothBuckets', Effect: 'Allow', Resource: buckets },
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
    },
  ]);
}
