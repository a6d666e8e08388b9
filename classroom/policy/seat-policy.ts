import { labActions } from '../../checker/doctor/lab-actions.ts';
import { boundaryArn, consoleName, namesOf, partitionOf, seatNames } from '../../checker/lab/lab.ts';
import { type Document, documentOf, type Statement } from './statement.ts';

/** A seat of a shared account. */
export interface SeatIn {
  seat: string;
  region: string;
  /** The shared account's number. */
  account: string;
}

/** Which of the lab's actions a statement takes: each goes to the first one that fits. */
const fits = {
  /**
   * Read of every pipeline of the account: the teardown removes nothing that another pipeline still uses, and only
   * definitions say who uses what. A seat can so read its neighbours', which hold no secret.
   */
  readOfAll: /^codepipeline:GetPipeline$/,
  /**
   * IAM knows no resource for these, so they are allowed whole. What the console's handshake lists is GitHub's to
   * tell: what the learner who is signed in there may see.
   */
  lists:
    /:(ListAllMyBuckets|ListPipelines|ListRoles|GetAccountSummary|ListConnections|GetIndividualAccessToken|GetInstallationUrl|ListInstallationTargets|StartOAuthHandshake)$/,
  oneself: /^iam:SimulatePrincipalPolicy$/,
  objects: /^s3:(Get|Put|Delete|Abort)(Object|Multipart)/,
  buckets: /^s3:/,
  pipeline: /^codepipeline:/,
  makeConnection: /^code(connections|star-connections):(CreateConnection|TagResource)$/,
  /** After a teardown the connection is gone, and its tags are: only then can it be said that it is. */
  readConnection: /^code(connections|star-connections):(GetConnection|ListTagsForResource)$/,
  connection: /^code(connections|star-connections):/,
  /** A role's policies say what it may do: whoever may write them could do anything, but for the boundary. */
  makeRole: /^iam:(CreateRole|PutRolePolicy|DeleteRolePolicy|DetachRolePolicy)$/,
  passRole: /^iam:PassRole$/,
  role: /^iam:\w*Role(s|Policy|Policies)?$/,
  removePolicy: /^iam:DeletePolicy/,
  policies: /^iam:\w*Polic/,
} as const;

/** An action on connections goes by either of the service's names, and AWS asks for the one that the ARN has. */
const bothNames = (action: string) => [action, action.replace(/^codeconnections:/, 'codestar-connections:')];

/** ARNs of what a seat has, by kind. */
function arnsOf({ seat, region, account }: SeatIn) {
  const names = namesOf({ region, branch: 'main', seat }, account);
  const own = seatNames(seat);
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
    identity: [`${iam}:user/${own.identity}`, `${iam}:role/${own.identity}`],
    seatUser: `${iam}:user/${own.identity}`,
    seatRole: `${iam}:role/${own.identity}`,
  };
}

function statementsOf(where: SeatIn): Statement[] {
  const arns = arnsOf(where);
  const left = new Set(labActions.flatMap(bothNames));
  const allow = (
    Sid: string,
    which: RegExp,
    Resource: Statement['Resource'],
    Condition?: Statement['Condition'],
  ): Statement => {
    const Action = [...left].filter((action) => which.test(action)).sort();
    for (const action of Action) left.delete(action);
    return { Sid, Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
  };
  const statements = [
    allow('SeeWhoUsesWhat', fits.readOfAll, arns.allPipelines),
    allow('SeeLists', fits.lists, '*'),
    allow('AskAboutOneself', fits.oneself, arns.identity),
    allow('Objects', fits.objects, arns.objects),
    allow('Buckets', fits.buckets, arns.buckets),
    allow('Pipeline', fits.pipeline, arns.pipeline),
    // A connection's ARN is random: its tag says whose it is. Only with the seat's own tag can one be made, and
    // another seat's tag cannot be written over.
    allow('MakeConnection', fits.makeConnection, '*', {
      StringEquals: { 'aws:RequestTag/seat': where.seat, 'aws:RequestedRegion': where.region },
      StringEqualsIfExists: { 'aws:ResourceTag/seat': where.seat },
    }),
    allow('LookAtConnection', fits.readConnection, '*', {
      StringEqualsIfExists: { 'aws:ResourceTag/seat': where.seat },
    }),
    allow('Connection', fits.connection, '*', { StringEquals: { 'aws:ResourceTag/seat': where.seat } }),
    allow('MakeRole', fits.makeRole, arns.roles, {
      StringEquals: { 'iam:PermissionsBoundary': arns.boundary },
    }),
    allow('PassRole', fits.passRole, arns.roles, {
      StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' },
    }),
    allow('Role', fits.role, arns.roles),
    { Sid: 'LookAtOneself', Effect: 'Allow' as const, Action: ['iam:GetRole'], Resource: arns.seatRole },
    // A first password is one that the instructor knows.
    {
      Sid: 'ChangePassword',
      Effect: 'Allow' as const,
      Action: ['iam:ChangePassword'],
      Resource: arns.seatUser,
    },
    allow('RemovePolicy', fits.removePolicy, arns.ownPolicy),
    allow('LookAtPolicies', fits.policies, arns.policies),
  ];
  if (left.size > 0) throw new Error(`no statement of a seat's policy takes ${[...left].join(', ')}`);
  return statements;
}

/**
 * What lets a seat of a shared account do the whole lab on its own names, teardown included, and nothing on a
 * neighbour's. Attached to whoever sits there as a customer managed policy: it is longer than a user's inline one may be.
 */
export const seatPolicy = (where: SeatIn): Document => documentOf(statementsOf(where));

/**
 * The most that the role of a seat's pipeline can ever be allowed: what step 5's page gives it. A seat may write that
 * role's policy and choose who takes it on: without a boundary it could make itself anything, an administrator too.
 */
export function boundaryPolicy(where: SeatIn): Document {
  const { objects, buckets } = arnsOf(where);
  return documentOf([
    {
      ...{ Sid: 'ReadTheSource', Effect: 'Allow', Resource: '*' },
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Condition: { StringEquals: { 'aws:ResourceTag/seat': where.seat } },
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
