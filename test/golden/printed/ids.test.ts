import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { steps } from '../../../checker/steps/index.ts';
import { resourceTypes } from '../../../checker/teardown/resource-types/index.ts';
import { misconfigurations } from '../../../practice/misconfigurations/index.ts';
import { readCausePages, readDrillPages } from '../../../scenarios/course.ts';
import { type BuiltSite, builtSite } from '../../kit/built-site.ts';
import { golden } from './golden.ts';

const lines = (all: readonly (readonly (string | number | undefined)[])[]) =>
  `${all.map((line) => line.join(' | ')).join('\n')}\n`;

it('keeps every check’s id, its step and its title', () => {
  golden(
    'ids/checks.txt',
    lines(
      steps.flatMap(({ id, name, title, checks }) => [
        [id, name, title],
        ...checks.map((check) => [id, check.id, check.title]),
      ]),
    ),
  );
});

it('keeps every cause’s id, step, check and title', () => {
  golden(
    'ids/causes.txt',
    lines(readCausePages().map(({ id, step, check, title }) => [id, step, check, title])),
  );
});

it("keeps every misconfiguration's id, step and text", () => {
  golden('ids/faults.txt', lines(misconfigurations.map(({ id, step, says }) => [id, step, says])));
});

it('keeps every drill’s id and title', () => {
  golden('ids/drills.txt', lines(readDrillPages().map(({ id, title }) => [id, title])));
});

it('keeps the word for each type of resource that a teardown deletes, and their order', () => {
  golden('ids/teardown-kinds.txt', lines(resourceTypes.map(({ name, title }) => [name, title])));
});

describe('the built site', () => {
  let site: BuiltSite;
  beforeAll(async () => {
    site = await builtSite();
  }, 60_000);
  afterAll(() => site?.remove());

  it('keeps every page of the site, and every anchor in it', () => {
    const pages = site.files.filter((file) => file.endsWith('.html')).sort();
    const text = pages.map((page) => {
      const ids = [...readFileSync(join(site.folder, page), 'utf8').matchAll(/\sid="([^"]*)"/g)];
      return `${page}\n${ids.map(([, id]) => `  #${id}\n`).join('')}`;
    });
    golden('ids/anchors.txt', text.join(''));
  });

  it('keeps the names of all other files of the site', () => {
    const others = site.files.filter((file) => !file.endsWith('.html')).sort();
    golden('ids/files.txt', `${others.join('\n')}\n`);
  });
});
