import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  GetPipelineCommand,
  ListTagsForResourceCommand as PipelineTagsCommand,
} from '@aws-sdk/client-codepipeline';
import {
  GetPolicyVersionCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  GetBucketEncryptionCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import {
  ListConnectionsCommand,
  ListTagsForResourceCommand,
} from '../../checker/account/connections-client.ts';
import { outputOf } from '../../checker/account/run-program.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import type { ConsoleWindow } from '../kit/console.ts';
import { mouseUser } from '../kit/page-user.ts';
import { doWholeLab } from '../kit/whole-lab.ts';

const names = {
  pipeline: 'codepipeline-s3-deploy-lab',
  role: 'codepipeline-s3-deploy-lab-us-east-1',
  bucket: 'cp-s3-deploy-000000000000-us-east-1',
};

/** Random or time-dependent values are no difference: ids, times, the digits of the console's own bucket. */
const settled = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
      .replace(/codepipeline-us-east-1-\d{12}/g, 'codepipeline-us-east-1-<digits>')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/ARO[0-9A-Z]+/g, '<id>'),
  );

async function bucketOf({ s3 }: Clients, Bucket: string) {
  return {
    versioning: (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status,
    tags: (await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet,
    encryption: (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration,
    block: (await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
  };
}

/** All that steps 2 to 5 leave in an account, as AWS reports it. */
async function stateOf(practice: Practice): Promise<unknown> {
  const clients = clientsOf(practice);
  try {
    const { iam, pipelines, connections, s3 } = clients;
    const { pipeline, metadata } = await pipelines.send(new GetPipelineCommand({ name: names.pipeline }));
    const resourceArn = metadata?.pipelineArn ?? '';
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: names.role }));
    const { AttachedPolicies = [] } = await iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName: names.role }),
    );
    const [policy] = AttachedPolicies;
    const document = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: policy?.PolicyArn ?? '', VersionId: 'v1' }),
    );
    const { Connections = [] } = await connections.send(new ListConnectionsCommand({}));
    const ResourceArn = Connections[0]?.ConnectionArn ?? '';
    return settled({
      buckets: (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name),
      bucket: await bucketOf(clients, names.bucket),
      pipeline: { ...pipeline, version: undefined },
      pipelineTags: (await pipelines.send(new PipelineTagsCommand({ resourceArn }))).tags,
      role: { ...Role, RoleLastUsed: undefined },
      policy: [policy, document.PolicyVersion?.Document],
      connections: Connections,
      connectionTags: (await connections.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags,
    });
  } finally {
    clients.destroy();
  }
}

/** Each action of the call log, as its Copy button gives it, oldest first. */
async function copied({ page }: ConsoleWindow): Promise<string[]> {
  const acts: string[] = [];
  for (const button of await page.getByRole('button', { name: /^Copy the commands of / }).all()) {
    await button.click();
    acts.unshift(await page.evaluate<string>('navigator.clipboard.readText()'));
  }
  return acts;
}

const connectionArn = /(arn:aws:codeconnections:[\w:-]+:connection\/[0-9a-f-]{36})/;
const installation = /"(?:installation|id)": ?"(\d+)"/;

/** Pastes the actions into a shell that points to another, empty account. */
async function paste(acts: readonly string[], practice: Practice): Promise<void> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'drawer-'));
  const standIn = fileURLToPath(new URL('../../dist/aws.js', import.meta.url));
  writeFileSync(join(root, 'aws'), `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`);
  chmodSync(join(root, 'aws'), 0o755);
  const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const env = {
    PATH: `${root}:${process.env.PATH}`,
    HOME: root,
    ...practice.exports,
    ...identity,
    ...committer,
  };
  const all = acts.join('\n');
  // Random values differ here: a connection's ARN, and the number of a GitHub app installation.
  const drawn = [connectionArn, installation].map((pattern) => {
    const old = pattern.exec(all)?.[1] ?? '';
    return { pattern, old, here: old };
  });
  for (const act of acts) {
    const text = drawn.reduce((sum, { old, here }) => sum.replaceAll(old, here), act);
    // As at a prompt: a rejected command, such as a read of a missing resource, does not stop the rest.
    const stdout = await outputOf('bash', ['-c', `${text}\ntrue`], { env, cwd: root });
    for (const each of drawn)
      if (each.here === each.old) each.here = each.pattern.exec(stdout)?.[1] ?? each.old;
  }
  rmSync(root, { recursive: true, force: true });
}

it('repeats the clicks in a shell: steps 2 to 5, pasted from the call log into another account', async () => {
  const errors = await doWholeLab(mouseUser, {
    upTo: 5,
    async inspect(opened) {
      const other = await startPractice({ port: 0 });
      try {
        const acts = await copied(opened);
        expect(acts.length).toBeGreaterThanOrEqual(10);
        await paste(acts, other);
        expect(await stateOf(other)).toEqual(await stateOf(opened.practice));
      } finally {
        await other.close();
      }
    },
  });
  expect(errors).toEqual([]);
}, 240_000);
