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

/** Which of the lab's actions a statement takes: each goes to the first one that fits. */
const actionPatterns = {
  /**
   * Read of every pipeline of the account: the teardown removes nothing that another pipeline still uses, and only
   * definitions say who uses what. A seat can so read its neighbours', which hold no secret.
   */
  readAnyPipeline: /^codepipeline:GetPipeline$/,
  /**
   * IAM knows no resource for these, so they are allowed whole. What the console's handshake lists is GitHub's to
   * tell: what the learner who is signed in there may see.
   */
  listActions:
    /:(ListAllMyBuckets|ListPipelines|ListRoles|GetAccountSummary|ListConnections|GetIndividualAccessToken|GetInstallationUrl|ListInstallationTargets|StartOAuthHandshake)$/,
  simulateSelf: /^iam:SimulatePrincipalPolicy$/,
  objects: /^s3:(Get|Put|Delete|Abort)(Object|Multipart)/,
  buckets: /^s3:/,
  pipeline: /^codepipeline:/,
  createConnection: /^code(connections|star-connections):(CreateConnection|TagResource)$/,
  /** After a teardown the connection is gone, and its tags are: only then can it be said that it is. */
  readConnection: /^code(connections|star-connections):(GetConnection|ListTagsForResource)$/,
  connection: /^code(connections|star-connections):/,
  /** A role's policies say what it may do: whoever may write them could do anything, but for the boundary. */
  writeRole: /^iam:(CreateRole|PutRolePolicy|DeleteRolePolicy|DetachRolePolicy)$/,
  passRole: /^iam:PassRole$/,
  role: /^iam:\w*Role(s|Policy|Policies)?$/,
  removePolicy: /^iam:DeletePolicy/,
  policies: /^iam:\w*Polic/,
} as const;

/** An action on connections goes by either of the service's names, and AWS asks for the one that the ARN has. */
const bothNames = (action: string) => [action, action.replace(/^codeconnections:/, 'codestar-connections:')];

/** ARNs of what a seat has, by kind. */
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
    // Stages and actions are named behind the pipeline.
    pipeline: [pipeline, `${pipeline}/*`],
    allPipelines: `${arn}:codepipeline:${region}:${account}:*`,
    roles: [`${iam}:role/${names.role}`],
    // The teardown asks whether there is a managed policy of the inline one's name, too.
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
    allow('SeeLists', actionPatterns.listActions, '*'),
    allow('AskAboutOneself', actionPatterns.simulateSelf, arns.identity),
    allow('Objects', actionPatterns.objects, arns.objects),
    allow('Buckets', actionPatterns.buckets, arns.buckets),
    allow('Pipeline', actionPatterns.pipeline, arns.pipeline),
    // A connection's ARN is random: its tag says whose it is. Only with the seat's own tag can one be made, and
    // another seat's tag cannot be written over.
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
    allow('Role', actionPatterns.role, arns.roles),
    { Sid: 'LookAtOneself', Effect: 'Allow' as const, Action: ['iam:GetRole'], Resource: arns.seatRole },
    // A first password is one that the instructor knows.
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
 * What lets a seat of a shared account do the whole lab on its own names, teardown included, and nothing on a
 * neighbour's. Attached to whoever sits there as a customer managed policy: it is longer than a user's inline one may be.
 */
export const seatPolicy = (scope: SeatScope): PolicyDocument => policyDocument(statementsOf(scope));

/**
 * The most that the role of a seat's pipeline can ever be allowed: what step 5's page gives it. A seat may write that
 * role's policy and choose who takes it on: without a boundary it could make itself anything, an administrator too.
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
      // By console the role may be given more than step 5 gives it; these are what its two actions use.
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    },
    {
      ...{ Sid: 'LookAtBothBuckets', Effect: 'Allow', Resource: buckets },
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
    },
  ]);
}
