import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface LockEntry {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: true;
}

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, LockEntry> };
const entries = Object.entries(packages).filter(([path]) => path !== '');

it('has the hash of every package, also of those for other platforms', () => {
  expect(entries.length).toBeGreaterThan(200);
  const without = entries.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity));
  expect(without.map(([path]) => path)).toEqual([]);
});

it('names no registry, and every package comes from one', () => {
  expect(entries.filter(([, { resolved, link }]) => resolved !== undefined || link)).toEqual([]);
});

it('fixes exact versions, the same ones as package.json', () => {
  const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    expect([name, version]).toEqual([name, packages[`node_modules/${name}`]?.version]);
});
