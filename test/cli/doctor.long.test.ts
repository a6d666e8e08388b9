import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labActions } from '../../checker/doctor/lab-actions.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { type ProxiedCall, proxyTo } from '../../scripts/support/proxy.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

let bare: Awaited<ReturnType<typeof finishedLab>>;
let built: Awaited<ReturnType<typeof finishedLab>>;
let fresh: LabAccount;
let finished: LabAccount;
beforeAll(async () => {
  [bare, built] = await Promise.all([finishedLab('repository'), finishedLab()]);
  [fresh, finished] = await Promise.all([bare.open(), built.open()]);
});
afterAll(() => Promise.all([bare.close(), built.close()]));

interface Finding {
  check: string;
  verdict: string;
  found: string;
  fix: string;
}

interface Document {
  verdict: string;
  target: Record<string, unknown>;
  steps: { id: string; name: string; findings: Finding[] }[];
  calls: { service: string; operation: string; count: number }[];
}

async function examine(env: Record<string, string>, ...flags: string[]) {
  const ended = await lab(['doctor', '--reporter', 'json', ...flags], env);
  const document = JSON.parse(ended.stdout) as Document;
  const findings = document.steps.flatMap((step) => step.findings);
  return {
    exit: ended.exit,
    stderr: ended.stderr,
    document,
    /** Every check that does not pass: `doctor.name.role waiting`. Results about the machine's tools are left out. */
    open: findings
      .filter(({ verdict, check }) => verdict !== 'pass' && !check.startsWith('doctor.machine.'))
      .map(({ check, verdict }) => `${check} ${verdict}`),
    of: (check: string) => findings.find((one) => one.check === check),
  };
}

async function keysOfUserWith(account: LabAccount, name: string, statements: object[]) {
  const { iam } = account.clients;
  await iam.send(new CreateUserCommand({ UserName: name }));
  // An inline policy of a user may not be as long as this one.
  const PolicyDocument = policyDocument(statements);
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: Policy?.Arn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
  return { ...account.env, AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey };
}

describe('lab doctor', () => {
  it('finds no obstacle in a fresh account, repeats no call, and writes nothing', async () => {
    const seen: ProxiedCall[] = [];
    const proxy = await proxyTo(fresh.practice.endpoint, (call) => {
      seen.push(call);
      return 'pass';
    });
    const { open, of, document, stderr } = await examine({ ...fresh.env, AWS_ENDPOINT_URL: proxy.endpoint });
    await proxy.close();
    expect([open, stderr]).toEqual([[], '']);
    expect(of('doctor.name.deployBucket')?.found).toBe('free');
    expect(of('doctor.may.teardown')?.found).toMatch(/^all \d+ are$/);
    expect(document.steps.map(({ name }) => name)).toEqual([
      'machine',
      'credentials',
      'services',
      'names',
      'permissions',
      'earlier',
      'cost',
    ]);
    expect(document.calls.map(({ operation }) => operation)).toContain('SimulatePrincipalPolicy');
    for (const { operation } of document.calls) expect(operation).toMatch(/^(Get|List|Head|Simulate)/);
    // The practice account answers for all regions at one address; the region is in the signature's scope.
    const regionIn = (authorization = '') => /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization)?.[1];
    const made = seen.map(({ method, url, headers, body }) =>
      [regionIn(headers.authorization), method, url, headers['x-amz-target'] ?? '', body.toString()].join(
        ' ',
      ),
    );
    expect(made.length).toBeGreaterThan(10);
    expect(made.length).toBe(new Set(made).size);
  });

  it("recognizes the names of a lab in progress as the learner's own", async () => {
    const { open, of } = await examine(finished.env);
    expect(open).toEqual([]);
    expect(of('doctor.name.pipeline')?.found).toContain("and the lab's");
    expect(of('doctor.earlier.here')?.found).toContain('a run is under way');
  });

  it('names who must allow each denied action', async () => {
    const actions = labActions.filter(
      (action) => action !== 'iam:PassRole' && action !== 's3:PutBucketTagging',
    );
    const env = await keysOfUserWith(fresh, 'nearly', [
      { Effect: 'Allow', Action: [...actions], Resource: '*' },
      { Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' },
    ]);
    const { open, of, exit } = await examine(env);
    expect(open).toEqual(['doctor.may.buckets fail', 'doctor.may.role fail', 'doctor.may.teardown fail']);
    expect(of('doctor.may.role')?.found).toContain('iam:PassRole');
    expect(of('doctor.may.role')?.found).toContain('no policy allows it on arn:aws:iam::000000000000:role/');
    expect(of('doctor.may.buckets')?.fix).toContain('s3:PutBucketTagging');
    expect(of('doctor.may.teardown')?.found).toContain('a policy denies it');
    expect(exit).toBe(1);
  });

  it('reports permissions as unknown, once, if the simulator is denied', async () => {
    const actions = labActions.filter((action) => action !== 'iam:SimulatePrincipalPolicy');
    const env = await keysOfUserWith(fresh, 'unseen', [
      { Effect: 'Allow', Action: [...actions], Resource: '*' },
    ]);
    const { open, of, exit } = await examine(env);
    expect(open).toEqual(['doctor.may unknown']);
    expect(of('doctor.may')?.found).toContain('iam:SimulatePrincipalPolicy');
    expect(exit).toBe(3);
  });

  it("names a bucket of another account, one without the lab's tag, and the lab's in another region", async () => {
    const account = await bare.open();
    const { s3 } = account.clients;
    await s3.send(new CreateBucketCommand({ Bucket: account.names.artifactBucket }));
    // The list of buckets contains only names, so the doctor reads the region from a name.
    const elsewhere = 'cp-s3-deploy-000000000000-eu-west-1';
    await s3.send(new CreateBucketCommand({ Bucket: elsewhere }));
    const others = [
      // Another account's bucket, a neighbor seat's, and a name that only begins alike.
      'cp-s3-deploy-111111111111-eu-west-1',
      `${elsewhere}-anna`,
      `${elsewhere}x`,
    ];
    for (const Bucket of others) await s3.send(new CreateBucketCommand({ Bucket }));
    const { open, of } = await examine(account.env);
    expect(open).toEqual([
      'doctor.name.artifactBucket waiting',
      'doctor.earlier.here waiting',
      'doctor.earlier.elsewhere waiting',
    ]);
    expect(of('doctor.earlier.here')).toMatchObject({
      found: `artifact bucket ${account.names.artifactBucket}`,
      fix: "It may be the lab's. See why, and decide: npm run teardown -- --dry-run",
    });
    expect(of('doctor.earlier.elsewhere')?.found).toBe(`deploy bucket ${elsewhere} (eu-west-1)`);
    expect(of('doctor.earlier.elsewhere')?.fix).toContain('--region eu-west-1');
  });

  it('stops at an account that is not the pinned one before any other call', async () => {
    const seen: ProxiedCall[] = [];
    const proxy = await proxyTo(fresh.practice.endpoint, (call) => {
      seen.push(call);
      return 'pass';
    });
    const env = { ...fresh.env, AWS_ENDPOINT_URL: proxy.endpoint };
    const ended = await lab(['doctor', '--account', '123456789012'], env);
    await proxy.close();
    expect([ended.exit, seen.length]).toEqual([2, 1]);
    expect(ended.stderr).toContain('123456789012');
  });

  it('reports on the machine also without credentials, and exits with 4', async () => {
    const home = emptyHome();
    const ended = await lab(['doctor'], { HOME: home, LAB_HOME: home, AWS_REGION: 'us-east-1' });
    expect(ended.exit).toBe(4);
    expect(ended.stdout).toContain('Node is recent enough');
    expect(ended.stdout).not.toContain('step-1');
  });

  it('names how to install a missing tool', async () => {
    const { document } = await examine({ ...fresh.env, PATH: '/nonexistent' });
    const machine = document.steps.find(({ name }) => name === 'machine');
    expect(machine?.findings.map(({ check, verdict }) => [check.split('.').at(-1), verdict])).toEqual([
      ['node', 'pass'],
      ['git', 'fail'],
      ['curl', 'fail'],
      ['aws', 'fail'],
    ]);
    for (const { verdict, fix } of machine?.findings ?? [])
      if (verdict === 'fail') expect(fix).toMatch(/https:\/\/|apt-get/);
  });
});
