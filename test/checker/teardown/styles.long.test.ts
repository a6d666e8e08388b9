import { UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { AttachRolePolicyCommand, GetPolicyCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { teardown } from '../../../checker/teardown/index.ts';
import { definition } from '../../../scenarios/finished-lab/pipeline-definition.ts';
import {
  artifactsOf,
  consolePolicyArn,
  consoleRole,
  labsInStyles,
  type Style,
  sharedBucket,
  styles,
} from './styles.ts';
import { everything, labConnection, makeRole, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const isConsole = (style: Style) => style === 'console' || style === 'wizard';

describe.each(styles)('a lab built in the style %s', (style) => {
  it('is planned with two independent proofs each, and deleted with its role and its policy', async () => {
    const lab = await built.open(style);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.toDelete.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      isConsole(style)
        ? [
            `pipeline ${lab.names.pipeline}`,
            `deploy-bucket ${lab.names.deployBucket}`,
            `artifacts ${artifactsOf(sharedBucket)}`,
            `connection ${lab.names.connection}`,
            `role ${consoleRole(lab)}`,
            `policy ${consoleRole(lab)}`,
          ]
        : [
            `pipeline ${lab.names.pipeline}`,
            `deploy-bucket ${lab.names.deployBucket}`,
            `artifact-bucket ${lab.names.artifactBucket}`,
            `connection ${lab.names.connection}`,
            `role ${lab.names.role}`,
          ],
    );
    for (const { name, proofs } of result.plan?.toDelete ?? [])
      expect([name, new Set(proofs.map(({ by }) => by)).size >= 2]).toEqual([name, true]);
    expect([result.exit, result.verification?.verified]).toEqual([0, true]);
    // Only the bucket is left that the console shares among its pipelines, and it is empty.
    expect([...everything(lab).keys()]).toEqual(
      isConsole(style) ? [expect.stringContaining(sharedBucket)] : [],
    );
    const { confirm: _, ...options } = session.options;
    const second = await teardown(options);
    expect([second.state, second.exit]).toEqual(['nothing', 0]);
    session.close();
  });
});

describe('a role that the console made', () => {
  it('is gone with its managed policy, as IAM itself answers', async () => {
    const lab = await built.open('console');
    const session = openTeardownSession(lab.practice);
    await teardown(session.options);
    const { iam } = lab.clients;
    await expect(iam.send(new GetRoleCommand({ RoleName: consoleRole(lab) }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    await expect(iam.send(new GetPolicyCommand({ PolicyArn: consolePolicyArn(lab) }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    session.close();
  });

  it('goes, and its policy stays, if the policy is attached to another role too', async () => {
    const lab = await built.open('console');
    await makeRole(lab, 'company');
    await lab.clients.iam.send(
      new AttachRolePolicyCommand({ RoleName: 'company', PolicyArn: consolePolicyArn(lab) }),
    );
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept.filter(({ resource }) => resource.kind === 'policy')).toMatchObject([
      { resource: { id: consolePolicyArn(lab) }, why: 'also used by role company', review: 'none' },
    ]);
    expect(result.exit).toBe(0);
    const left = [...everything(lab).keys()].filter((key) => key.startsWith('iam/'));
    expect(left.map((key) => key.split(/[ /]/).at(-1)).sort()).toEqual([consoleRole(lab), 'company'].sort());
    session.close();
  });

  it('stays until the user decides if it has a name of its own, also in later runs', async () => {
    const lab = await built.open('wizard');
    const roleArn = await makeRole(lab, 'my-own-role');
    const pipeline = definition(
      { ...lab.names, artifactBucket: sharedBucket },
      roleArn,
      await labConnection(lab),
    );
    await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const why = "only one fact connects it with the lab: the lab's pipeline works under it";
    const kept = { resource: { id: roleArn }, why, review: 'decide' };
    expect(result.plan?.kept.filter(({ resource }) => resource.id === roleArn)).toMatchObject([kept]);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    // The pipeline that named it is gone; what an earlier run wrote down still lists it.
    for (let run = 0; run < 2; run++) {
      const again = await teardown(session.options);
      expect([again.exit, again.plan?.kept.find(({ resource }) => resource.id === roleArn)]).toMatchObject([
        3,
        kept,
      ]);
    }
    expect([...everything(lab).keys()].filter((key) => key.includes('my-own-role'))).toHaveLength(1);
    session.close();
  });
});

describe("the console's artifact bucket", () => {
  it.each(['console', 'wizard'] as const)('stays with the artifacts of others (%s)', async (style) => {
    const lab = await built.open(style);
    for (const Key of ['another/SourceArti/abc', 'codepipeline-s3-dep/x', 'codepipeline-s3-deplo/x'])
      await lab.clients.s3.send(new PutObjectCommand({ Bucket: sharedBucket, Key, Body: 'theirs' }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept).toMatchObject([{ resource: { id: sharedBucket }, review: 'none' }]);
    expect(result.exit).toBe(0);
    const versions = [...everything(lab)].filter(([key]) => key.startsWith('s3/versions'));
    expect(versions.map(([, value]) => JSON.parse(value).key).sort()).toEqual([
      'another/SourceArti/abc',
      'codepipeline-s3-dep/x',
      'codepipeline-s3-deplo/x',
    ]);
    session.close();
  });
});
