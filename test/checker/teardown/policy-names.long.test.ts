import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partsOfConsolePolicyName } from '../../../checker/lab/lab.ts';
import { teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { consolePolicyArn, consoleRole, labsInStyles } from './styles.ts';
import { everything, labTag, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

async function makePolicy(
  { clients: { iam } }: LabAccount,
  {
    name,
    path = '/',
    isTagged = false,
    role,
  }: { name: string; path?: string; isTagged?: boolean; role?: string },
): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: name,
      Path: path,
      PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]),
      ...(isTagged ? { Tags: [labTag] } : {}),
    }),
  );
  const PolicyArn = Policy?.Arn ?? '';
  if (role !== undefined) await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn }));
  return PolicyArn;
}

const policies = (lab: LabAccount) =>
  [...everything(lab).keys()].filter((key) => key.startsWith('iam/policies'));

it.each([
  ['AWSCodePipelineServiceRole-us-east-1-my-pipe', { region: 'us-east-1', pipeline: 'my-pipe' }],
  ['CodePipeline-CodeConnections-ap-northeast-2-app2', { region: 'ap-northeast-2', pipeline: 'app2' }],
  ['CodePipeline-CodeBuild-us-gov-west-1-a', { region: 'us-gov-west-1', pipeline: 'a' }],
  ['CodePipeline-CodeConnections-app2', undefined],
  ['MyCodePipeline-CodeBuild-us-east-1-a', undefined],
])("a console's policy name: %s", (name, parts) => {
  expect(partsOfConsolePolicyName(name)).toEqual(parts);
});

describe("a policy with the lab's name under a path", () => {
  it.each([
    ['attached to nothing, with the tag', '/workshop/', true, 0],
    ['attached to nothing, without the tag: the user decides', '/workshop/team/', false, 3],
  ])('is found: %s', async (_name, path, isTagged, exit) => {
    const lab = await built.open('cli');
    const arn = await makePolicy(lab, { name: lab.names.policy, path, isTagged });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const listed = isTagged ? result.plan?.toDelete : result.plan?.kept.map(({ resource }) => resource);
    expect(listed?.map(({ id }) => id)).toContain(arn);
    expect([result.exit, policies(lab).length]).toEqual([exit, isTagged ? 0 : 1]);
    expect(
      result.plan?.absent.filter(({ kind, name }) => kind === 'policy' && name === lab.names.policy),
    ).toEqual([]);
    session.close();
  });
});

describe("the policies that the console creates for the lab's pipeline", () => {
  const names = ({ names: { pipeline } }: LabAccount) =>
    ['CodeConnections', 'S3Deploy'].map((type) => `CodePipeline-${type}-us-east-1-${pipeline}`);

  it('go with the role', async () => {
    const lab = await built.open('console');
    for (const name of names(lab))
      await makePolicy(lab, { name, path: '/service-role/', role: consoleRole(lab) });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect([result.exit, policies(lab)]).toEqual([0, []]);
    session.close();
  });

  it('are left to the user once the pipeline and the role are gone', async () => {
    const lab = await built.open('console');
    const { iam, pipelines } = lab.clients;
    const all = await Promise.all(
      names(lab).map((name) => makePolicy(lab, { name, path: '/service-role/' })),
    );
    await pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    const ofRole = { RoleName: consoleRole(lab) };
    await iam.send(new DetachRolePolicyCommand({ ...ofRole, PolicyArn: consolePolicyArn(lab) }));
    await iam.send(new DeleteRoleCommand(ofRole));
    const session = openTeardownSession(lab.practice);
    const { plan, exit } = await teardown({ ...session.options, dryRun: true });
    expect([
      exit,
      plan?.kept.filter(({ review }) => review === 'decide').map(({ resource }) => resource.id),
    ]).toEqual([3, expect.arrayContaining([...all, consolePolicyArn(lab)])]);
    session.close();
  });

  it("in another region is named there, and another pipeline's is not listed", async () => {
    const lab = await built.open('cli');
    const name = `CodePipeline-CodeConnections-eu-west-1-${lab.names.pipeline}`;
    await makePolicy(lab, { name, path: '/service-role/' });
    await makePolicy(lab, { name: `CodePipeline-CodeBuild-us-east-1-our-${lab.names.pipeline}` });
    const session = openTeardownSession(lab.practice);
    const { plan, exit } = await teardown({ ...session.options, dryRun: true });
    expect([exit, plan?.kept, plan?.elsewhere]).toEqual([
      0,
      [],
      [{ kind: 'policy', name, region: 'eu-west-1' }],
    ]);
    session.close();
  });
});

describe("a policy whose name ends with the pipeline's name", () => {
  it.each([
    ["attached to the lab's role", true],
    ['attached to nothing', false],
  ])('is left to the user: %s', async (_name, isAttached) => {
    const lab = await built.open('cli');
    const name = `access-for-${lab.names.pipeline}`;
    const arn = await makePolicy(lab, { name, ...(isAttached ? { role: lab.names.role } : {}) });
    const session = openTeardownSession(lab.practice);
    for (let run = 0; run < 2; run++) {
      const { plan, exit } = await teardown(session.options);
      expect([exit, plan?.kept.map(({ resource, review }) => [resource.id, review])]).toEqual([
        3,
        [[arn, 'decide']],
      ]);
    }
    session.close();
  });

  it("is another seat's where it ends with that seat's pipeline name", async () => {
    const lab = await built.open('cli');
    const names = [
      'x-team-a-cp-lab',
      'AWSCodePipelineServiceRole-us-east-1-team-a-cp-lab',
      'Policy-a-cp-lab',
    ];
    for (const name of names) await makePolicy(lab, { name });
    const session = openTeardownSession(lab.practice);
    const seat = { ...session.options.lab, seat: 'a' };
    const { plan } = await teardown({ ...session.options, lab: seat, dryRun: true });
    expect(plan?.kept.map(({ resource, review }) => [resource.name, review])).toEqual([
      ['Policy-a-cp-lab', 'decide'],
    ]);
    session.close();
  });
});
