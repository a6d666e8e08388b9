import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isKnownForCodePipeline, limitRegions, regionsBeside } from '../../../checker/account/regions.ts';
import { root } from '../../kit/root.ts';

const table = 'node_modules/@aws-sdk/core/dist-cjs/submodules/client/index.js';
const usual = ['eu-west-1', 'us-east-1', 'us-west-2'];

/** The regions that the SDK's own table has; it exports a partition's properties, and not its regions. */
function regionsOfSdk(): string[] {
  const text = readFileSync(join(root, table), 'utf8');
  const names = [...text.matchAll(/"?([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})"?: \{\s*"?description/g)];
  return [...new Set(names.map(([, name = '']) => name))].sort();
}

beforeEach(() => limitRegions(undefined));
afterEach(() => limitRegions(usual));

describe('the regions of a partition', () => {
  it("are those of the SDK's table, but for the isolated partitions", () => {
    const ours = ['us-east-1', 'cn-north-1', 'us-gov-east-1', 'eusc-de-east-1'].flatMap(regionsBeside);
    const theirs = regionsOfSdk().filter((name) => !/^(?:us|eu)-iso/.test(name));
    expect(theirs.length).toBeGreaterThan(30);
    expect(ours.sort()).toEqual(theirs);
  });

  it('do not mix, and contain the region itself', () => {
    expect(regionsBeside('cn-north-1')).toEqual(['cn-north-1', 'cn-northwest-1']);
    expect(regionsBeside('us-east-12')).toEqual(['us-east-12']);
    expect(isKnownForCodePipeline('us-east-1')).toBe(true);
    expect(isKnownForCodePipeline('mx-central-1')).toBe(false);
  });

  it('can be limited, and still contain the region itself', () => {
    limitRegions(['us-east-1', 'eu-west-1']);
    expect(regionsBeside('ap-south-1')).toEqual(['ap-south-1', 'eu-west-1', 'us-east-1']);
  });
});
