import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../checker/lab/lab.ts';
import { artifactPrefix } from '../../checker/teardown/explanation.ts';
import { command } from '../../cli/commands/teardown.ts';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import type { Values } from '../../terminal/command.ts';
import { everything } from '../checker/teardown/teardown-session.ts';
import { tokenOf } from '../kit/companion.ts';
import { buildLabInRegion } from '../kit/lab-in-region.ts';
import { runCommand } from '../kit/run-command.ts';
import { userWith } from '../kit/user-with.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let companion: Companion | undefined;
const homes: string[] = [];
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterEach(async () => {
  await companion?.close();
});
afterAll(async () => {
  await built.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

const ireland = 'eu-west-1';

/** A companion of this account, and the two teardown requests as its page sends them. */
async function open(lab: LabAccount, values: Values = {}) {
  const home = mkdtempSync(join(tmpdir(), 'companion-home-'));
  homes.push(home);
  const env = { ...lab.env, LAB_HOME: home };
  companion = await openCompanion({
    folder: home,
    assets: home,
    port: 0,
    ...accountBackend(values, env, new AbortController().signal),
    onInternalError(error) {
      throw error;
    },
  });
  const { address } = companion;
  const token = await tokenOf(companion);
  const post = async (path: string, body: object) =>
    (
      await fetch(`${address}/api/teardown/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-lab-token': token },
        body: JSON.stringify(body),
      })
    ).text();
  return {
    env,
    async plan(): Promise<{ text: string; digest?: string }> {
      return JSON.parse(await post('plan', {}));
    },
    /** The text that was streamed, and the exit code at its end. */
    async carryOut(digest: string) {
      const events = await post('carry-out', { digest, account: '000000000000' });
      const lines = [...events.matchAll(/^event: line\ndata: (.*)$/gm)].map(([, data]) =>
        JSON.parse(data ?? ''),
      );
      return { text: lines.join(''), exit: Number(/"exit":(\d+)/.exec(events)?.[1]) };
    },
  };
}

describe("the companion's teardown of a lab that was used in two regions", () => {
  it.each([{}, { region: 'us-east-1' }])(
    "has one plan, the same as the command's, and deletes both: %o",
    async (values) => {
      const lab = await built.open();
      await buildLabInRegion(lab, ireland);
      const { env, plan, carryOut } = await open(lab, values);
      const { text, digest = '' } = await plan();
      expect(text.match(/Digest of this plan/g)).toHaveLength(1);
      for (const region of ['us-east-1', ireland]) {
        expect(text).toContain(`\n${region}\n`);
        expect(text).toContain(`cp-s3-deploy-000000000000-${region}`);
      }
      const { text: printed } = await runCommand(command, { 'dry-run': true }, { env });
      expect(printed).toContain(`Digest of this plan: ${digest}\n`);
      const done = await carryOut(digest);
      expect([done.exit, everything(lab).size]).toEqual([0, 0]);
      for (const region of ['us-east-1', ireland])
        expect(done.text).toContain(`Proven: nothing of the lab is left in this account in ${region}.`);
      expect((await plan()).digest).toBeUndefined();
    },
  );

  it('deletes nothing in any region if one of them has changed', async () => {
    const lab = await built.open();
    await buildLabInRegion(lab, ireland);
    const { plan, carryOut } = await open(lab);
    const { digest = '' } = await plan();
    const { s3, destroy } = clientsOf(lab.practice, ireland);
    const { artifactBucket } = namesOf({ region: ireland, branch: 'main' }, lab.practice.accountId);
    const Key = `${artifactPrefix(lab.names.pipeline)}SourceArti/later`;
    await s3.send(new PutObjectCommand({ Bucket: artifactBucket, Key, Body: 'new' }));
    destroy();
    const before = everything(lab);
    const { exit, text } = await carryOut(digest);
    expect([exit, everything(lab)]).toEqual([1, before]);
    expect(text.replace(/\s+/g, ' ')).toContain(`${artifactBucket} held 1 entries, and holds 2 now`);
  });

  it('states in its plan that there may be more regions if the buckets cannot be listed', async () => {
    const lab = await built.open();
    const { accessKeyId, secretAccessKey } = await userWith(lab, 'limited', [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:ListAllMyBuckets', Resource: '*' },
    ]);
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const { plan, carryOut } = await open({ ...lab, env: { ...lab.env, ...keys } });
    const { text, digest = '' } = await plan();
    expect(text).toContain('Whether the lab was used in other regions could not be read:');
    expect(text).toContain('s3:ListAllMyBuckets');
    expect((await carryOut(digest)).exit).toBe(3);
  });
});
