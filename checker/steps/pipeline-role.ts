import type { Pipeline } from '../facts/values.ts';
import type { CauseId } from './causes.ts';
import { check } from './check.ts';
import { fail, pass } from './finding.ts';
import { formatList, shellQuote } from './format.ts';
import { allows, trusts } from './policy-evaluation.ts';
import { partsOf } from './structure.ts';

interface RequiredPermission {
  what: string;
  action: string;
  resource: string;
  cause: CauseId;
}

/** The permissions that the role needs for the actions of this pipeline. */
function requiredPermissions(pipeline: Pipeline, deployBucket: string): RequiredPermission[] {
  const { source } = partsOf(pipeline);
  const arn = source?.configuration.ConnectionArn ?? '';
  const partition = pipeline.roleArn.split(':')[1] ?? 'aws';
  // An action's service prefix must be that of the connection's ARN, old name or new.
  const service = arn.split(':')[2] ?? 'codeconnections';
  // CodePipeline shortens the names like this in keys, and a policy can allow just this prefix.
  const prefix = `${pipeline.name.slice(0, 20)}/${(source?.outputs[0] ?? 'SourceArti').slice(0, 10)}`;
  const artifacts = `arn:${partition}:s3:::${pipeline.artifactBucket}/${prefix}/Ab1Cd2E`;
  const connection: RequiredPermission = {
    what: 'use the connection',
    action: `${service}:UseConnection`,
    resource: arn,
    cause: 'role-lacks-connection',
  };
  return [
    // A source without a connection needs no permission for one.
    ...(arn === '' ? [] : [connection]),
    { what: 'write artifacts', action: 's3:PutObject', resource: artifacts, cause: 'role-lacks-artifacts' },
    { what: 'read artifacts', action: 's3:GetObject', resource: artifacts, cause: 'role-lacks-artifacts' },
    {
      what: 'write the page',
      action: 's3:PutObject',
      resource: `arn:${partition}:s3:::${deployBucket}/index.html`,
      cause: 'deploy-denied',
    },
  ];
}

const objects = (resource: string) =>
  resource.includes(':s3:::') ? resource.replace(/\/.*$/, '/*') : resource;

export const roleChecks = [
  check({
    id: 'pipeline.role-trust',
    title: "CodePipeline may take the pipeline's role on",
    why: 'The pipeline acts as this role: without it, no action begins.',
    required: ['pipeline'],
    optional: ['role'],
    after: ['pipeline.exists'],
    judge({ pipeline, role }) {
      const expected = 'a role that trusts codepipeline.amazonaws.com';
      if (role === undefined) {
        return fail(
          expected,
          `the role ${pipeline.roleArn} does not exist`,
          `Make it again, as step 5 shows: aws iam create-role --role-name ${pipeline.roleArn.split('/').at(-1) ?? ''} --assume-role-policy-document file://workspace/trust.json`,
          'role-missing',
        );
      }
      if (trusts(role.trust, 'codepipeline.amazonaws.com')) return pass(expected, role.name);
      return fail(
        expected,
        `${role.name} does not trust it`,
        `aws iam update-assume-role-policy --role-name ${shellQuote(role.name)} --policy-document file://workspace/trust.json`,
        'role-not-assumable',
      );
    },
  }),
  check({
    id: 'pipeline.role-policy',
    title: "The pipeline's role is allowed what its actions do",
    why: 'Every action runs under the role: one action that it lacks fails the stage, minutes later.',
    required: ['pipeline', 'names', 'role', 'rolePolicies'],
    after: ['pipeline.exists', 'pipeline.stages', 'pipeline.role-trust'],
    judge({ pipeline, names, role, rolePolicies }) {
      const deployBucket = partsOf(pipeline).deploy?.configuration.BucketName ?? names.deployBucket;
      const documents = rolePolicies.map(({ document }) => document);
      const permissions = requiredPermissions(pipeline, deployBucket);
      const expected = formatList(permissions.map(({ what }) => what));
      const missing = permissions
        .map((permission) => ({
          ...permission,
          decision: allows(documents, permission.action, permission.resource),
        }))
        .filter(({ decision }) => decision !== 'allowed');
      const [first] = missing;
      if (first === undefined) {
        return pass(
          expected,
          `${role.name} is allowed all of it, by ${formatList(rolePolicies.map(({ name }) => name))}`,
        );
      }
      const inline = rolePolicies.find(({ kind }) => kind === 'inline')?.name ?? names.policy;
      const added = missing.map(({ action, resource }) => `${action} on ${objects(resource)}`);
      return fail(
        expected,
        `${role.name} may not ${missing
          .map(
            ({ what, action, decision }) =>
              `${what} (${action}${decision === 'denied' ? ', which a Deny statement forbids' : ''})`,
          )
          .join(', nor ')}`,
        `Allow ${added.join(' and ')} in workspace/policy.json, then: aws iam put-role-policy --role-name ${shellQuote(role.name)} --policy-name ${shellQuote(inline)} --policy-document file://workspace/policy.json`,
        first.cause,
      );
    },
  }),
];
