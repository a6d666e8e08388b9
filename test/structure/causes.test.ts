import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { causeIds } from '../../checker/steps/causes.ts';
import { steps } from '../../checker/steps/index.ts';
import { readCauses } from '../../labs/reader/causes.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { misconfigurations } from '../../practice/misconfigurations/index.ts';

const root = new URL('../..', import.meta.url).pathname;

const sorted = (ids: Iterable<string>) => [...ids].sort();
const filesIn = (folder: string, ending: string) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));

const pages = readCauses(join(root, 'labs/causes'), readStepPages(join(root, 'labs/steps')));

describe('the catalog of causes', () => {
  it('has a fault for each cause that the checker names, and no other', () => {
    expect(sorted(misconfigurations.map(({ id }) => id))).toEqual(sorted(causeIds));
  });

  it('has a page for each cause, and no other', () => {
    expect(sorted(pages.map(({ id }) => id))).toEqual(sorted(causeIds));
  });

  it('has the same step and a check of that step for each', () => {
    for (const { id, step, check } of pages) {
      expect(`step-${misconfigurations.find((fault) => fault.id === id)?.step}`, id).toBe(step);
      const checks = steps.find((one) => one.id === step)?.checks.map((one) => one.id);
      expect(checks, id).toContain(check);
    }
  });

  it('has each fault in a file of its name', () => {
    const others = ['index', 'lab'];
    expect(
      sorted(filesIn('practice/misconfigurations', '.ts').filter((name) => !others.includes(name))),
    ).toEqual(sorted(causeIds));
  });
});
