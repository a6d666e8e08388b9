import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import inquirer from 'inquirer';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { command } from '../../cli/commands/teardown.ts';
import { CliError } from '../../lab-home/errors.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import type { Io, Values } from '../../terminal/command.ts';
import {
  everything,
  labConnection,
  labTag,
  makeBucket,
  makePipeline,
  makeRole,
} from '../checker/teardown/teardown-session.ts';
import { digestIn, runCommand } from '../kit/run-command.ts';
import { userWith } from '../kit/user-with.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());
afterEach(() => void vi.restoreAllMocks());

/** Runs `lab teardown` with one home for all its runs. */
function commandFor(lab: LabAccount, more: Partial<Io> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'lab-home-'));
  const io = { env: { ...lab.env, LAB_HOME: home }, ...more };
  return (values: Values, other: Partial<Io> = {}) => runCommand(command, values, { ...io, ...other });
}

/** Answers every question of the terminal; the mock has the questions. */
function asking(answer: () => Promise<object>) {
  const ask = vi.fn(answer as (questions: unknown) => Promise<object>);
  vi.spyOn(inquirer, 'createPromptModule').mockReturnValue(ask as never);
  return ask;
}

/** What a person types at the next question. Resolves to the questions that were asked. */
function typing(typed: string) {
  return asking(async () => ({ typed }));
}

const idIn = (text: string) => /--confirm ([0-9a-f]{16})\n/.exec(text)?.[1] ?? '';

interface Listed {
  delete: { name: string }[];
  kept: { name: string; why: string; undecided: boolean }[];
}

async function planOf(run: ReturnType<typeof commandFor>) {
  const { exit, text } = await run({ 'dry-run': true, reporter: 'json' });
  return { exit, ...(JSON.parse(text) as Listed) };
}

/** A finished lab beside a tagged bucket whose name has a digit too many, with an object that nobody deployed. */
async function labWithTypo() {
  const lab = await built.open();
  const bucket = `${lab.names.deployBucket}-2`;
  await makeBucket(lab, bucket, [labTag]);
  return { lab, bucket, arn: `arn:aws:s3:::${bucket}` };
}

describe('lab teardown --adopt', () => {
  it('without a terminal changes nothing, and is confirmed by the ID that it prints', async () => {
    const { lab, bucket, arn } = await labWithTypo();
    const run = commandFor(lab);
    const before = everything(lab);
    const first = await run({ adopt: arn });
    expect(first.exit).toBe(2);
    expect(first.text).toContain(`\ndeploy bucket ${bucket}\n`);
    expect(first.text).toContain('The next teardown also deletes 1 object version in it');
    expect(first.text).toContain('"precious.txt"');
    expect(first.text).toContain(`    npx lab teardown --adopt ${arn} --confirm ${idIn(first.text)}\n`);
    const undecided = await planOf(run);
    expect([undecided.exit, undecided.kept]).toEqual([
      3,
      [expect.objectContaining({ name: bucket, undecided: true })],
    ]);
    const adopted = await run({ adopt: arn, confirm: idIn(first.text) });
    expect([adopted.exit, everything(lab)]).toEqual([0, before]);
    expect(adopted.text).toContain("is the lab's now. Nothing was deleted yet.");
    const decided = await planOf(run);
    expect([decided.exit, decided.kept]).toEqual([0, []]);
    expect(decided.delete.map(({ name }) => name)).toContain(bucket);
    const { text } = await run({ 'dry-run': true });
    expect(text.replace(/\s+/g, ' ')).toContain("you said that it is the lab's (--adopt)");
    const done = await run({ confirm: digestIn(text) });
    expect([done.exit, everything(lab).size]).toEqual([0, 0]);
    expect(done.text).toContain('Proven: nothing of the lab is left');
  });

  it('is confirmed in a terminal by typing the name, and by nothing else', async () => {
    const { lab, bucket, arn } = await labWithTypo();
    const run = commandFor(lab, { interactive: true });
    for (const typed of ['', 'yes', lab.names.deployBucket, arn]) {
      const asked = typing(typed);
      const { exit, text } = await run({ adopt: arn });
      expect([typed, exit, text.endsWith('\nDeclined: nothing was changed.\n')]).toEqual([typed, 1, true]);
      expect(asked.mock.calls[0]?.[0]).toMatchObject([
        { message: `Type its name (${bucket}) to make it the lab's:` },
      ]);
      expect((await planOf(run)).kept).toHaveLength(1);
    }
    typing(` ${bucket} `);
    expect((await run({ adopt: arn })).exit).toBe(0);
    expect((await planOf(run)).kept).toEqual([]);
  });

  it('can be stopped at the question', async () => {
    const { lab, arn } = await labWithTypo();
    const run = commandFor(lab, { interactive: true });
    const error = Object.assign(new Error('closed'), { name: 'ExitPromptError' });
    asking(() => Promise.reject(error));
    const { exit, text } = await run({ adopt: arn });
    expect([exit, text.endsWith('\nStopped at the question: nothing was changed.\n')]).toEqual([130, true]);
    expect((await planOf(run)).kept).toHaveLength(1);
  });

  it('is refused by an ID of earlier contents, and takes the new one', async () => {
    const { lab, bucket, arn } = await labWithTypo();
    const run = commandFor(lab);
    const old = idIn((await run({ adopt: arn })).text);
    await lab.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'new.txt', Body: 'new' }));
    const changed = await run({ adopt: arn, confirm: old });
    expect(changed.exit).toBe(1);
    expect(changed.text).toContain('This is not what that ID confirms. Nothing was changed.');
    expect(changed.text).toContain('"new.txt"');
    expect((await planOf(run)).kept).toHaveLength(1);
    expect(idIn(changed.text)).not.toBe(old);
    expect((await run({ adopt: arn, confirm: idIn(changed.text) })).exit).toBe(0);
    // What is put there after the adoption was not agreed to.
    await lab.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'later.txt', Body: 'later' }));
    const later = await planOf(run);
    expect([later.exit, later.kept]).toEqual([
      3,
      [expect.objectContaining({ name: bucket, undecided: true })],
    ]);
  });

  it('is refused for what something else uses', async () => {
    const { lab, bucket, arn } = await labWithTypo();
    await makePipeline(lab, {
      name: 'neighbor',
      roleArn: await makeRole(lab, 'neighbor-role'),
      connectionArn: await labConnection(lab),
      artifactBucket: 'neighbor-artifacts',
      deployBucket: bucket,
    });
    const run = commandFor(lab);
    const { exit, text } = await run({ adopt: arn, confirm: '0123456789abcdef' });
    expect([exit, text.split('\n').slice(-3)]).toEqual([
      1,
      ['It is in use by pipeline neighbor.', 'Nothing was changed.', ''],
    ]);
    expect((await planOf(run)).kept.map(({ name }) => name)).toContain(bucket);
  });

  it("is refused for another seat's, and for what is proven already", async () => {
    const lab = await built.open();
    await makeBucket(lab, `${lab.names.deployBucket}-3`, [labTag, { Key: 'seat', Value: 'anna' }]);
    const run = commandFor(lab);
    const proven = await run({ adopt: `arn:aws:s3:::${lab.names.deployBucket}` });
    expect([proven.exit, proven.text.includes("already proven to be the lab's")]).toEqual([1, true]);
    const annas = await run({ adopt: `arn:aws:s3:::${lab.names.deployBucket}-3` });
    expect(annas.exit).toBeGreaterThan(0);
    expect(annas.text).toContain('Nothing was changed.');
    expect((await planOf(run)).delete.map(({ name }) => name)).not.toContain(`${lab.names.deployBucket}-3`);
  });
});

describe('lab teardown --not-mine', () => {
  it('settles it: no teardown deletes it, all of them are clean, and --adopt takes it back', async () => {
    const { lab, bucket, arn } = await labWithTypo();
    const run = commandFor(lab);
    const said = await run({ 'not-mine': arn });
    expect([said.exit, said.text.includes("you said that it is not the lab's")]).toEqual([0, true]);
    const settled = await planOf(run);
    expect([settled.exit, settled.kept]).toEqual([
      0,
      [
        expect.objectContaining({
          name: bucket,
          undecided: false,
          why: "you said that it is not the lab's (--not-mine)",
        }),
      ],
    ]);
    const { text } = await run({ 'dry-run': true });
    const done = await run({ confirm: digestIn(text) });
    expect(done.exit).toBe(0);
    expect(
      [...everything(lab).keys()].filter((key) => /^(s3.buckets|codepipeline|code|iam)/.test(key)),
    ).toEqual([`s3/buckets ${bucket}`]);
    const back = await run({ adopt: arn });
    expect((await run({ adopt: arn, confirm: idIn(back.text) })).exit).toBe(0);
    const again = await run({ 'dry-run': true });
    expect((await run({ confirm: digestIn(again.text) })).exit).toBe(0);
    expect(everything(lab).size).toBe(0);
  });

  it("is possible for what has the lab's own name and tag", async () => {
    const lab = await built.open();
    const run = commandFor(lab);
    const arn = `arn:aws:s3:::${lab.names.deployBucket}`;
    expect((await run({ 'not-mine': arn })).exit).toBe(0);
    const { text } = await run({ 'dry-run': true });
    expect((await run({ confirm: digestIn(text) })).exit).toBe(0);
    expect([...everything(lab).keys()].filter((key) => key.startsWith('s3/buckets'))).toEqual([
      `s3/buckets ${lab.names.deployBucket}`,
    ]);
  });
});

describe.each(['adopt', 'not-mine'] as const)('lab teardown --%s rejects', (flag) => {
  const arn = 'arn:aws:iam::000000000000:role/some-role';

  it.each<[string, Values, string]>([
    ['both flags', { adopt: arn, 'not-mine': arn }, 'contradict each other: give one of them'],
    ['--dry-run', { 'dry-run': true }, 'deletes nothing: leave out --dry-run'],
    ['--resume', { resume: true }, 'deletes nothing: leave out --resume'],
    ['--reporter', { reporter: 'json' }, 'has no --reporter'],
    ['a name', { [flag]: 'some-role' }, 'expected an ARN, as the teardown prints it'],
    ['half an ARN', { [flag]: 'arn:aws:iam' }, 'expected an ARN, as the teardown prints it'],
    ['nothing', { [flag]: '' }, 'expected a text that is not empty'],
    ...(flag === 'not-mine'
      ? [['--confirm', { confirm: '0123456789abcdef' }, 'needs no --confirm'] as [string, Values, string]]
      : [['a bad ID', { confirm: 'yes' }, 'expected the 16 characters'] as [string, Values, string]]),
  ])('%s', async (_, values, message) => {
    const lab = await built.open();
    const refused = commandFor(lab)({ [flag]: arn, ...values });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(CliError);
    await expect(refused).rejects.toMatchObject({ exit: 2 });
  });

  it('an ARN that no list has', async () => {
    const lab = await built.open();
    const { exit, text } = await commandFor(lab)({ [flag]: arn });
    expect([exit, text.split('\n').slice(2)]).toEqual([
      2,
      [
        `${arn} is in no list of the teardown: nothing connects it with the lab, or it does not exist.`,
        'Nothing was changed.',
        '',
      ],
    ]);
  });

  it('an ARN that no list has while not everything can be read', async () => {
    const lab = await built.open();
    const { accessKeyId, secretAccessKey } = await userWith(lab, 'limited', [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:GetRole', Resource: '*' },
    ]);
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const { exit, text } = await commandFor({ ...lab, env: { ...lab.env, ...keys } })({ [flag]: arn });
    expect([exit, text.includes('and not everything could be read')]).toEqual([3, true]);
  });
});

it('repeats the region that was given in what to type next', async () => {
  const { lab, arn } = await labWithTypo();
  const run = commandFor(lab);
  const region = { region: 'us-east-1' };
  const first = await run({ ...region, adopt: arn });
  const command = 'npx lab teardown --region us-east-1';
  expect(first.text).toContain(`    ${command} --adopt ${arn} --confirm ${idIn(first.text)}\n`);
  const adopted = await run({ ...region, adopt: arn, confirm: idIn(first.text) });
  expect(adopted.text).toContain(`    ${command}\n`);
  expect((await run({ ...region, 'not-mine': arn })).text).toContain(
    `To take this back:\n\n    ${command} --adopt ${arn}\n`,
  );
});
