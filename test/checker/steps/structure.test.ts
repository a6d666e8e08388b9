import { describe, expect, it } from 'vitest';
import { defined } from '../../../base/defined.ts';
import { triggersOn } from '../../../checker/steps/structure.ts';

describe('triggersOn', () => {
  const on = (push?: Parameters<typeof triggersOn>[0]['push'], pullRequest = false) =>
    triggersOn({ sourceAction: 'Source', pullRequest, ...defined({ push }) }, 'main', 'index.html');

  it('accepts every push without a filter, and none if there are only pull-request filters', () => {
    expect(on()).toBe(true);
    expect(on(undefined, true)).toBe(false);
  });

  it('filters by branches, then by files; a tag filter accepts no branch', () => {
    expect(on([{ tags: false, branches: { includes: ['main'], excludes: [] } }])).toBe(true);
    expect(on([{ tags: false, branches: { includes: ['**'], excludes: ['main'] } }])).toBe(false);
    expect(on([{ tags: false, filePaths: { includes: ['src/**'], excludes: [] } }])).toBe(false);
    expect(on([{ tags: false, filePaths: { includes: [], excludes: ['*.md'] } }])).toBe(true);
    expect(on([{ tags: true }])).toBe(false);
  });

  it('accepts a push if one of the filters accepts it', () => {
    const never = { tags: false, branches: { includes: ['release'], excludes: [] } };
    expect(on([never, { tags: false, branches: { includes: ['main'], excludes: [] } }])).toBe(true);
  });
});
