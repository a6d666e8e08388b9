import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { lab as command, emptyHome } from '../../kit/lab-command.ts';
import { golden } from './golden.ts';
import { normalizer, replacementsOf } from './normalize.ts';

// Runs the real process: exit codes, standard output and standard error.
let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
const home = emptyHome();
beforeAll(async () => {
  built = await finishedLab('bucket');
  lab = await built.open();
}, 60_000);
afterAll(async () => {
  await built.close();
  rmSync(home, { recursive: true, force: true });
});

type Env = Record<string, string>;

async function table(name: string, rows: readonly (readonly [words: string[], env: Env])[]): Promise<void> {
  const normalize = normalizer([...(await replacementsOf(lab)), [home, '<empty home>']]);
  let text = '';
  for (const [words, env] of rows) {
    const { exit, stdout, stderr } = await command(words, env);
    text += `$ lab ${words.join(' ')}\n${stdout}--- stderr\n${stderr}--- exit code ${exit}\n\n`;
  }
  golden(`errors/${name}.txt`, normalize(text));
}

const bare = { HOME: home, LAB_HOME: join(home, 'lab') };

it(
  'keeps usage errors: exit code 2',
  () =>
    table(
      'usage',
      [
        ['chekc'],
        ['check', '--reprter', 'json'],
        ['check', 'pipline'],
        ['check', '--reporter', 'jsn'],
        ['class', 'statsu'],
        ['teardown', '--confirm', 'x'],
        ['explain', ''],
        ['practice', '--port', 'x'],
      ].map((words) => [words, bare] as const),
    ),
  60_000,
);

it(
  'keeps missing target and missing credentials: exit code 4',
  () =>
    table('credentials', [
      [['check', 'step-3'], bare],
      [['next'], bare],
      [['check', 'step-3'], { ...lab.env, AWS_SECRET_ACCESS_KEY: 'not-the-secret' }],
      [['teardown', '--dry-run'], { ...lab.env, AWS_ACCESS_KEY_ID: 'AKIAXXXXXXXXXXXXXXXX' }],
    ]),
  60_000,
);

it(
  'keeps the wrong account and the wrong target: exit code 2',
  () =>
    table('target', [
      [['check', 'step-3', '--account', '123456789012'], lab.env],
      [['check', 'step-3', '--target', 'live'], lab.env],
      [['check', 'step-3', '--target', 'moon'], lab.env],
      [['check', 'step-3', '--target', 'endpoint'], bare],
      [['env'], bare],
    ]),
  60_000,
);

it(
  'keeps an account that does not answer: exit code 3',
  () =>
    table('unreachable', [
      [['check', 'step-3'], { ...lab.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }],
      [['teardown', '--dry-run'], { ...lab.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }],
    ]),
  60_000,
);

it(
  'keeps passed, failed and unknown results: exit codes 0, 1 and 3',
  () =>
    table('verdicts', [
      [['check', 'step-3'], lab.env],
      [['check', 'step-4'], lab.env],
      [['check', 'step-9'], lab.env],
      [['teardown'], lab.env],
      [['explain', 'no error that is known'], lab.env],
    ]),
  60_000,
);
