import { describe, expect, it } from 'vitest';
import { normalize } from '../../../../practice/services/codepipeline/definition/normalize.ts';
import { matchesGlob } from '../../../../practice/services/codepipeline/engine/glob.ts';
import { sourcesTriggeredByPush } from '../../../../practice/services/codepipeline/engine/trigger-matching.ts';
import { approvalAction, labPipeline, sourceAction } from './declaration.ts';

const push = (branch: string, repository = 'octo/site') => ({
  repository,
  branch,
  before: '0'.repeat(40),
  after: 'a'.repeat(40),
});

async function starts(
  pipeline: Parameters<typeof labPipeline>[0],
  branch: string,
  changed: string[] = [],
): Promise<boolean> {
  const found = await sourcesTriggeredByPush(
    normalize(labPipeline(pipeline), 1),
    push(branch),
    async () => changed,
  );
  return found.length > 0;
}

const withTrigger = (gitConfiguration: object) => ({
  triggers: [
    {
      providerType: 'CodeStarSourceConnection' as const,
      gitConfiguration: { sourceActionName: 'Source', ...gitConfiguration },
    },
  ],
});

describe('a push', () => {
  it('starts the pipeline that watches the branch, unless change detection is off', async () => {
    expect(await starts({}, 'main')).toBe(true);
    expect(await starts({}, 'other')).toBe(false);
    const off = sourceAction();
    off.configuration = { ...off.configuration, DetectChanges: 'false' };
    const stages = [
      { name: 'Source', actions: [off] },
      { name: 'Approval', actions: [approvalAction()] },
    ];
    expect(await starts({ stages }, 'main')).toBe(false);
  });

  it('does not start a pipeline of another repository', async () => {
    const definition = normalize(labPipeline(), 1);
    expect(await sourcesTriggeredByPush(definition, push('main', 'octo/other'), async () => [])).toEqual([]);
    expect(await sourcesTriggeredByPush(definition, push('main', 'Octo/Site'), async () => [])).toHaveLength(
      1,
    );
  });

  it('starts by triggers if there are any', async () => {
    const branches = withTrigger({
      push: [{ branches: { includes: ['release/**'], excludes: ['release/old'] } }],
    });
    expect(await starts(branches, 'release/1/2')).toBe(true);
    expect(await starts(branches, 'release/old')).toBe(false);
    expect(await starts(branches, 'main')).toBe(false);
    expect(await starts(withTrigger({ push: [{ tags: { includes: ['v*'] } }] }), 'main')).toBe(false);
    const paths = withTrigger({
      push: [{ branches: { includes: ['main'] }, filePaths: { includes: ['docs/**'] } }],
    });
    expect(await starts(paths, 'main', ['docs/a.md'])).toBe(true);
    expect(await starts(paths, 'main', ['src/a.ts'])).toBe(false);
  });
});

describe('a pattern', () => {
  it.each([
    ['main', 'main', true],
    ['feature-*', 'feature-1', true],
    ['feature-*', 'feature-1/2', false],
    ['**', 'a/b/c', true],
    ['v?.0', 'v1.0', true],
    ['v?.0', 'v1x0', false],
    ['{main,release/*}', 'release/1', true],
    ['a+b', 'aab', false],
  ])('%s on %s', (pattern, name, expected) => {
    expect(matchesGlob(pattern, name)).toBe(expected);
  });
});
