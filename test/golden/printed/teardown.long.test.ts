import { afterAll, beforeAll, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { userWith } from '../../kit/user-with.ts';
import { golden } from './golden.ts';
import { normalizer, replacementsOf } from './normalize.ts';
import { type Ended, shown, typed } from './typed.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

/** Parallel deletes end in any order, so adjacent lines of progress are sorted. */
const withSortedProgress = (text: string) =>
  text.replace(
    /(^ {2}(deleted|failed) {3,}.*\n)+/gm,
    (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`,
  );

/** Commands of one lab, one after another. All their output is one fixture. */
async function transcriptOf(lab: LabAccount) {
  const normalize = normalizer(await replacementsOf(lab));
  let text = '';
  return {
    async type(words: string[], env = lab.env): Promise<Ended> {
      const ended = await typed(words, env);
      text += `${shown(words, ended)}\n`;
      return ended;
    },
    keep: (name: string) => golden(`teardown/${name}.txt`, withSortedProgress(normalize(text))),
  };
}

const digestIn = ({ stdout }: Ended) =>
  /(?:Digest of this plan: |"digest": ")([0-9a-f]{16})/.exec(stdout)?.[1] ?? '';

it.each([[[]], [['--reporter', 'json']]])(
  'keeps the output from a plan to an empty account: %j',
  async (flags) => {
    const lab = await built.open();
    const { type, keep } = await transcriptOf(lab);
    const planned = await type(['teardown', ...flags]);
    await type(['teardown', '--confirm', '0123456789abcdef', ...flags]);
    await type(['teardown', '--confirm', digestIn(planned), ...flags]);
    await type(['teardown', '--dry-run', ...flags]);
    await type(['teardown', ...flags]);
    keep(flags.length === 0 ? 'carried-out' : 'carried-out.json');
  },
  60_000,
);

it.each([[[]], [['--reporter', 'json']]])(
  'keeps the output of a denied and a resumed run: %j',
  async (flags) => {
    const lab = await built.open();
    const { accessKeyId, secretAccessKey } = await userWith(lab, 'keeps-buckets', [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: ['s3:DeleteBucket', 'iam:DeleteRole'], Resource: '*' },
    ]);
    const denied = { ...lab.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const { type, keep } = await transcriptOf(lab);
    const planned = await type(['teardown', '--dry-run', ...flags], denied);
    await type(['teardown', '--confirm', digestIn(planned), ...flags], denied);
    await type(['teardown', '--resume', ...flags]);
    await type(['teardown', '--resume', ...flags]);
    keep(flags.length === 0 ? 'resumed' : 'resumed.json');
  },
  60_000,
);

it('keeps the output of a run without confirmation, and of contradictory arguments', async () => {
  const lab = await built.open();
  const { type, keep } = await transcriptOf(lab);
  await type(['teardown', '--resume']);
  await type(['teardown', '--dry-run', '--resume']);
  await type(['teardown', '--confirm', 'yes']);
  await type(['teardown', '--reporter', 'junit']);
  keep('refused');
}, 60_000);
