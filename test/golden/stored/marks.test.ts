import { expect, it } from 'vitest';
import { evidenceMarker } from '../../../checker/evidence/document.ts';
import { generator } from '../../../checker/report/html.ts';
import { csvHead } from '../../../classroom/teardown/report/csv.ts';
import { endGenerator } from '../../../classroom/teardown/report/html.ts';
import { expectWritten } from './fixture.ts';

it('the kit recognizes a file that it wrote by these marks, and may overwrite it', () => {
  const marks = { evidence: evidenceMarker, report: generator, endReport: endGenerator, endTable: csvHead };
  expectWritten('marks.json.txt', `${JSON.stringify(marks, null, 2)}\n`);
  expect(Object.values(marks).every((mark) => mark.length > 10)).toBe(true);
});
