import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSupportedNode, supportedNode } from '../../base/node-version.js';
import { root } from '../kit/root.ts';

it.each(['20.19.0', '20.20.2', '22.12.0', '22.23.3', '23.0.0', '24.1.0', '26.0.0'])(
  'Node %s is supported',
  (version) => expect(isSupportedNode(version)).toBe(true),
);

// The build ends with an error on 21, which names no cause.
it.each(['18.20.8', '20.18.3', '21.7.3', '22.11.0', 'nonsense'])('Node %s is not supported', (version) =>
  expect(isSupportedNode(version)).toBe(false),
);

it('is stated with the same versions in package.json and in the README', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(engines.node).toBe('^20.19.0 || >=22.12.0');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(supportedNode);
});
