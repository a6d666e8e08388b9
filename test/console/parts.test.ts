import { describe, expect, it } from 'vitest';
import { trustedEntities } from '../../console/client/iam/roles/trusted-entities.ts';
import { tagChanges } from '../../console/client/iam/tag-changes.ts';
import { nameProblem } from '../../console/client/s3/create/bucket-name.ts';
import { batches } from '../../console/client/s3/objects/batches.ts';

describe('the keys of one delete call', () => {
  it('are at most a thousand, and none is left out', () => {
    const doomed = Array.from({ length: 2500 }, (_, index) => ({ key: `${index}`, versionId: 'v' }));
    const all = batches(doomed);
    expect(all.map((batch) => batch.length)).toEqual([1000, 1000, 500]);
    expect(all.flat()).toEqual(doomed);
    expect(batches([])).toEqual([]);
  });

  it('fit into one word of a shell, however long they are', () => {
    const doomed = Array.from({ length: 1000 }, (_, index) => ({ key: `${'k'.repeat(1020)}${index}` }));
    const all = batches(doomed);
    expect(all.flat()).toEqual(doomed);
    for (const batch of all) {
      const word = JSON.stringify({ Objects: batch.map(({ key }) => ({ Key: key })), Quiet: true });
      expect(word.length).toBeLessThan(128 * 1024);
    }
  });
});

describe('the forms', () => {
  it.each([
    ['ab', /3 to 63/],
    ['a'.repeat(64), /3 to 63/],
    ['My-bucket', /small letters/],
    ['-bucket', /begins and ends/],
    ['bucket.', /begins and ends/],
    ['cp-s3-deploy-000000000000-us-east-1', undefined],
  ])('report what is wrong with the name %s', (name, words) => {
    if (words === undefined) expect(nameProblem(name)).toBeUndefined();
    else expect(nameProblem(name)).toMatch(words);
  });

  it('change only the tags that were changed', () => {
    const before = [
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
      { key: 'c', value: '3' },
    ];
    const edited = [
      { key: 'a', value: '1' },
      { key: 'b', value: 'new' },
      { key: '', value: 'x' },
    ];
    expect(tagChanges(before, edited)).toEqual({
      removedKeys: ['c'],
      changedTags: [{ key: 'b', value: 'new' }],
    });
  });

  it('show who may assume a role, however its policy is written', () => {
    const entities = (Principal: unknown) => trustedEntities({ Statement: { Principal } });
    expect(entities({ Service: ['codepipeline.amazonaws.com', 'ec2.amazonaws.com.cn'] })).toEqual([
      'AWS Service: codepipeline',
      'AWS Service: ec2',
    ]);
    expect(entities({ AWS: 'arn:aws:iam::123456789012:root' })).toEqual(['Account: 123456789012']);
    expect(entities('*')).toEqual(['Everyone']);
    expect(trustedEntities('no document')).toEqual([]);
  });
});
