import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lab } from '../../checker/lab/lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';
import { otherReleases } from './healthy/other-releases.ts';
import { otherResources } from './healthy/other-resources.ts';
import { otherSettings } from './healthy/other-settings.ts';
import { actionIn, editPipeline } from './lab-edits.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

describe.concurrent('a finished lab that differs from the pages passes all steps', () => {
  it.each(Object.entries({ ...otherResources, ...otherReleases, ...otherSettings }))(
    '%s',
    async (_name, change) => {
      const lab = await built.open();
      await change(lab);
      expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
    },
  );

  it('with names that the learner chose', async () => {
    const names: Lab['names'] = {
      deployBucket: 'my-own-page',
      artifactBucket: 'my-own-artifacts',
      connection: 'to-github',
      pipeline: 'from-git-to-s3',
      role: 'pipeline-does-it',
      policy: 'it-may',
    };
    const own = await finishedLab('redeploy', { names });
    try {
      const lab = await own.open();
      expect(faultsOf(await checkLab(lab, '12345678', { settings: { names } }))).toEqual([]);
    } finally {
      await own.close();
    }
  });

  it('with another branch than main', async () => {
    const lab = await built.open();
    await editPipeline(lab, (pipeline) => {
      Object.assign(actionIn(pipeline, 0).configuration ?? {}, { BranchName: 'release' });
    });
    const url = `${lab.practice.exports.LAB_GIT_URL}/octocat/codepipeline-s3-lab.git`;
    await lab.git('checkout', '--quiet', '-b', 'release');
    for (const version of [3, 4]) {
      const before = await lab.push(version);
      await lab.git('push', '--quiet', url, 'HEAD:refs/heads/release');
      await lab.approve(before);
    }
    expect(faultsOf(await checkLab(lab, '12345678', { settings: { branch: 'release' } }))).toEqual([]);
  });
});
