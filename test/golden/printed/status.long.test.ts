import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { breakLab } from '../../../scenarios/break-lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { userWith } from '../../kit/user-with.ts';
import { golden } from './golden.ts';
import { normalizer, replacementsOf } from './normalize.ts';
import { shown, typed } from './typed.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let bare: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  [built, bare] = await Promise.all([finishedLab(), finishedLab('repository')]);
}, 60_000);
afterAll(() => Promise.all([built.close(), bare.close()]));

/** A `PATH` whose tools print fixed versions, because the doctor reports this machine's tools. */
function withTools(lab: LabAccount): Record<string, string> {
  const folder = join(lab.env.HOME ?? '', 'tools');
  mkdirSync(folder, { recursive: true });
  const versions = { git: 'git version 2.50.0', curl: 'curl 8.15.0', aws: 'aws-cli/2.31.0 Python/3.13.7' };
  for (const [name, version] of Object.entries(versions)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${version}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { ...lab.env, PATH: `${folder}:/usr/bin:/bin` };
}

/** A command as JSON and as text for people, each with its fixture. */
async function both(name: string, lab: LabAccount, words: string[], env = lab.env): Promise<void> {
  const normalize = normalizer([...(await replacementsOf(lab)), [process.versions.node, '<node>']]);
  for (const [reporter, ending] of [
    ['json', 'json.txt'],
    ['human', 'txt'],
  ] as const) {
    const line = [...words, '--reporter', reporter];
    golden(`standing/${name}.${ending}`, normalize(shown(line, await typed(line, env))));
  }
}

describe('lab next keeps its output', () => {
  it('for a finished lab', async () => both('next-finished', await built.open(), ['next']), 60_000);
  it('for a lab in progress', async () => both('next-begun', await bare.open(), ['next']), 60_000);
  it('for a broken lab', async () => {
    const lab = await built.open();
    const { env } = await breakLab(lab, 'versioning-suspended');
    await both('next-broken', lab, ['next'], env);
  }, 60_000);
});

describe('lab doctor keeps its output', () => {
  it('for a finished lab', async () => {
    const lab = await built.open();
    await both('doctor-finished', lab, ['doctor'], withTools(lab));
  }, 60_000);
  it('for a lab in progress', async () => {
    const lab = await bare.open();
    await both('doctor-begun', lab, ['doctor'], withTools(lab));
  }, 60_000);
  it('for a user who may read only S3', async () => {
    const lab = await built.open();
    const { accessKeyId, secretAccessKey } = await userWith(lab, 'reads-s3', [
      { Effect: 'Allow', Action: ['sts:GetCallerIdentity', 's3:*'], Resource: '*' },
    ]);
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    await both('doctor-denied', lab, ['doctor'], { ...withTools(lab), ...keys });
  }, 60_000);
});

it('keeps the page of lab report, without its evidence', async () => {
  const lab = await built.open();
  const { env } = await breakLab(lab, 'role-lacks-artifacts');
  const file = join(lab.env.HOME ?? '', 'report.html');
  const words = ['report', '--output', file];
  const normalize = normalizer(await replacementsOf(lab));
  const printed = shown(words, await typed(words, env));
  const page = readFileSync(file, 'utf8')
    .replace(/(?<=data:application\/json;base64,)[^"]+/, '<evidence>')
    .replace(/(?<=<summary>What was answered<\/summary><pre>)[^<]+/, '<evidence>');
  golden('standing/report.html.txt', normalize(`${printed}\n${page}`));
}, 60_000);
