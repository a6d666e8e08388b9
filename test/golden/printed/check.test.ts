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

const endings = { human: 'txt', json: 'json.txt', junit: 'junit.txt', github: 'github.txt' };
type Reporter = keyof typeof endings;
const all = Object.keys(endings) as Reporter[];

/** One check with these reporters, each with its fixture. */
async function checked(
  name: string,
  lab: LabAccount,
  words: string[],
  { env = lab.env, by = ['human', 'json'] }: { env?: Record<string, string>; by?: readonly Reporter[] } = {},
) {
  const normalize = normalizer(await replacementsOf(lab));
  for (const reporter of by) {
    const line = ['check', ...words, '--reporter', reporter];
    golden(`check/${name}.${endings[reporter]}`, normalize(shown(line, await typed(line, env))));
  }
}

describe('lab check keeps the output of its reporters', () => {
  it('for a finished lab and its cleanup', async () => {
    const lab = await built.open();
    await checked('finished', lab, ['--all'], { by: all });
    await checked('cleanup', lab, ['step-9']);
  });

  it('for an account with only the repository done', async () => {
    const lab = await bare.open();
    await checked('begun', lab, ['--all']);
  });

  it.each([
    ['role-lacks-artifacts', ['step-5', 'step-6']],
    ['connection-pending', ['step-4']],
    ['approval-pending', ['step-6', 'step-8']],
    ['bucket-public', ['step-3', 'step-7']],
  ])('for a broken lab: %s', async (cause, steps) => {
    const lab = await built.open();
    const { env } = await breakLab(lab, cause);
    await checked(cause, lab, steps, {
      env,
      by: cause === 'role-lacks-artifacts' ? all : ['human', 'json'],
    });
  });

  it('for an account whose user may read nothing', async () => {
    const lab = await built.open();
    const keys = await userWith(lab, 'no-rights', [
      { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' },
    ]);
    const env = {
      ...lab.env,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    };
    await checked('denied', lab, ['--all'], { env, by: ['json', 'junit', 'github'] });
  });

  it('for credentials that AWS rejects', async () => {
    const lab = await built.open();
    const env = { ...lab.env, AWS_SECRET_ACCESS_KEY: 'not-the-secret' };
    await checked('wrong-secret', lab, ['step-3'], { env });
  });
});
