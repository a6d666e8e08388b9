import { defined } from '../../base/defined.ts';
import { boundaryArn, consoleName, namesOf, partitionOf, seatNames } from '../../checker/lab/lab.ts';
import { type Limit, seatActions } from './seat-actions.ts';
import { type PolicyDocument, policyDocument, type Statement } from './statement.ts';

/** A seat of a shared account. */
export interface SeatScope {
  seat: string;
  region: string;
  /** The shared account's number. */
  account: string;
}

/**
 * Actions on connections exist under both service prefixes. AWS checks the one that the connection's ARN has.
 */
const bothNames = (action: string) => [action, action.replace(/^codeconnections:/, 'codestar-connections:')];

/** Allows the actions of one limit, on these resources. */
const allow = (
  Sid: string,
  limit: Limit,
  Resource: Statement['Resource'],
  Condition?: Statement['Condition'],
): Statement => ({
  Sid,
  Effect: 'Allow',
  Action: [...new Set(seatActions[limit].flatMap(bothNames))].sort(),
  Resource,
  ...defined({ Condition }),
});

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
  return [
    allow('SeeWhoUsesWhat', 'anyPipeline', arns.allPipelines),
    allow('SeeListsHere', 'regionLists', '*', {
      StringEquals: { 'aws:RequestedRegion': scope.region },
    }),
    allow('SeeLists', 'unlimited', '*'),
    allow('AskAboutOneself', 'ownIdentity', arns.identity),
    allow('Objects', 'objects', arns.objects),
    allow('Buckets', 'buckets', arns.buckets),
    allow('Pipeline', 'pipeline', arns.pipeline),
    // A connection's ARN is random, so only its tag identifies the owner. A seat can create connections only
    // with its own tag, and cannot overwrite another seat's tag.
    allow('MakeConnection', 'tagConnection', '*', {
      StringEquals: { 'aws:RequestTag/seat': scope.seat, 'aws:RequestedRegion': scope.region },
      StringEqualsIfExists: { 'aws:ResourceTag/seat': scope.seat },
    }),
    allow('LookAtConnection', 'readConnection', '*', {
      StringEqualsIfExists: { 'aws:ResourceTag/seat': scope.seat },
    }),
    allow('Connection', 'connection', '*', {
      StringEquals: { 'aws:ResourceTag/seat': scope.seat },
    }),
    allow('MakeRole', 'boundedRole', arns.roles, {
      StringEquals: { 'iam:PermissionsBoundary': arns.boundary },
    }),
    allow('PassRole', 'passRole', arns.roles, {
      StringEquals: { 'iam:PassedToService': 'codepipeline.amazonaws.com' },
    }),
    allow('Role', 'role', [...arns.roles, ...arns.consoleRoles]),
    { Sid: 'LookAtOneself', Effect: 'Allow' as const, Action: ['iam:GetRole'], Resource: arns.seatRole },
    // The instructor knows the first password, so the learner must be able to change it.
    {
      Sid: 'ChangePassword',
      Effect: 'Allow' as const,
      Action: ['iam:ChangePassword'],
      Resource: arns.seatUser,
    },
    allow('RemovePolicy', 'removePolicy', arns.ownPolicy),
    allow('LookAtPolicies', 'readPolicy', arns.policies),
  ];
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
      Sid: 'ReadTheSource',
      Effect: 'Allow',
      Resource: '*',
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
      Condition: { StringEquals: { 'aws:ResourceTag/seat': scope.seat } },
    },
    {
      Sid: 'KeepArtifactsAndDeploy',
      Effect: 'Allow',
      Resource: objects,
      // In the console, a role can get more than step 5 gives it. These actions are all that its pipeline
      // uses.
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
    },
    {
      Sid: 'LookAtBothBuckets',
      Effect: 'Allow',
      Resource: buckets,
      Action: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'],
    },
  ]);
}
