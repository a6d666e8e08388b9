import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../checker/engine/run.ts';
import { github } from '../../../checker/report/github.ts';
import { human } from '../../../checker/report/human.ts';
import { junit } from '../../../checker/report/junit.ts';
import { markdown } from '../../../checker/report/markdown.ts';
import type { Finding, Verdict } from '../../../checker/steps/finding.ts';
import { columnsOf } from '../../../terminal/columns.ts';
import { outputText } from '../../../terminal/output.ts';

function finding(verdict: Verdict, words: Partial<Finding> = {}): Finding {
  return {
    check: `bucket.${verdict}`,
    verdict,
    title: `It is ${verdict}`,
    expected: 'versioning Enabled',
    found: 'versioning Suspended',
    why: 'Versions are the way back.',
    fix: verdict === 'pass' ? '' : 'aws s3api put-bucket-versioning --bucket b',
    link: 'labs/steps/step-3-bucket.md#check-bucket-versioned',
    ...words,
  };
}

function runOf(findings: Finding[]): Run {
  const step = { id: 'step-3' as const, name: 'bucket' as const, title: 'The deploy bucket' };
  return {
    schemaVersion: 1,
    verdict: 'fail',
    steps: [{ ...step, verdict: 'fail', findings }],
    calls: [],
  };
}

const four = runOf([
  finding('pass', { proof: ['commit 1234'] }),
  finding('fail', { cause: 'versioning-off' }),
  finding('waiting'),
  finding('unknown'),
]);

interface Case {
  name: string;
  classname: string;
  failure?: { message: string; type: string; '#text': string };
  error?: { message: string };
  'system-out'?: string;
}

function parsed(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => name === 'testcase' || name === 'testsuite',
    processEntities: { enabled: true, maxTotalExpansions: 100_000, maxExpandedLength: 10_000_000 },
    htmlEntities: true,
  });
  const { testsuites } = parser.parse(xml) as {
    testsuites: Record<string, string> & { testsuite: (Record<string, string> & { testcase: Case[] })[] };
  };
  return testsuites;
}

describe('junit', () => {
  it('has a suite per step and a case per finding; waiting is a failure, unknown an error, and the counts are right', () => {
    const suites = parsed(junit(four));
    expect([suites.tests, suites.failures, suites.errors, suites.skipped]).toEqual(['4', '2', '1', '0']);
    const [suite] = suites.testsuite;
    expect([suite?.name, suite?.tests, suite?.failures, suite?.errors]).toEqual([
      'step-3 bucket: The deploy bucket',
      '4',
      '2',
      '1',
    ]);
    const [passes, fails, waits, unsure] = suite?.testcase ?? [];
    expect(passes?.['system-out']).toContain('commit 1234');
    expect([passes?.failure, passes?.error]).toEqual([undefined, undefined]);
    expect(fails?.failure).toMatchObject({ message: 'versioning Suspended', type: 'versioning-off' });
    expect(fails?.failure?.['#text']).toContain('fix: aws s3api put-bucket-versioning --bucket b');
    expect(waits?.failure).toMatchObject({ type: 'waiting' });
    expect(unsure?.error).toMatchObject({ message: 'versioning Suspended' });
  });

  it('has no line that a workflow takes for a command, and the same text for who parses it', () => {
    const text =
      'Release 1\n::error file=x::owned\n \t::set-output name=a::b\n##[group]x ##[error]y\n# heading';
    const run = runOf([finding('fail', { found: text }), finding('pass', { found: text })]);
    const xml = junit(run);
    expect(xml.split(/[\r\n]/).filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    expect(outputText(xml)).toBe(xml);
    const [suite] = parsed(xml).testsuite;
    expect(suite?.testcase[0]?.failure?.['#text']).toContain(text);
    expect(suite?.testcase[1]?.['system-out']).toContain(text);
  });

  it('stays well-formed XML whatever text an account contains', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const failing = finding('fail', { found: text, title: text, fix: text });
        const xml = junit(runOf([failing]));
        expect(XMLValidator.validate(xml)).toBe(true);
        // What acts is a reference already, so printing changes no value.
        expect(outputText(xml)).toBe(xml);
      }),
      { numRuns: 300 },
    );
    const hostile = finding('fail', { found: '"]]><failure> & \u0000\u001b[31m' });
    const [suite] = parsed(junit(runOf([hostile]))).testsuite;
    expect(suite?.testcase[0]?.failure?.message).toContain('"]]><failure> & ');
  });
});

describe('github', () => {
  const lines = (run: Run) =>
    outputText(github(run, human(run, { color: false, width: 100 }), 'word'))
      .trim()
      .split('\n');

  it('annotates findings that did not pass, and no others', () => {
    const commands = lines(four).filter((line) => line.startsWith('::'));
    expect(commands).toEqual([
      '::stop-commands::word',
      '::word::',
      expect.stringMatching(/^::error title=step-3 bucket%3A It is fail::versioning Suspended%0Ato do: aws/),
      expect.stringMatching(/^::notice title=/),
      expect.stringMatching(/^::warning title=/),
    ]);
  });

  it('never lets text of an account become a workflow command', () => {
    const hostile = 'x\n::set-env name=A::b\r\n::error::no, ::x';
    const all = lines(runOf([finding('fail', { found: hostile, title: hostile, fix: hostile })]));
    const ends = all.indexOf('::word::');
    // Before that line, commands are disabled. After it, each line is one annotation.
    expect(all.slice(ends + 1)).toHaveLength(1);
    expect(all.at(-1)).toMatch(/^::error title=/);
    expect(all.at(-1)?.split('::')[1]).not.toMatch(/[\n\r]/);
  });

  it('writes a Markdown summary in which text of an account is never markup', () => {
    const text = markdown(
      runOf([finding('fail', { found: '<b>|[x](http://evil) @octocat `a`\n# h' })]),
      'AWS account 1',
    );
    expect(text).toContain('❌ failed');
    for (const raw of ['<b>', '[x]', '@octocat', '`a`', '\n# h']) expect(text).not.toContain(raw);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(3);
  });
});

describe('the human report', () => {
  it('escapes control characters, and wraps by display columns', () => {
    const found = `\u001b[2J${'日本語 '.repeat(20)}\u202eabc`;
    const text = human(runOf([finding('fail', { found })]), { color: false, width: 60 });
    expect(text).not.toContain('\u001b');
    expect(text).toContain('\\u001b[2J');
    expect(text).toContain('\\u202eabc');
    for (const line of text.split('\n').filter((one) => !/^ +(fix|more) /.test(one)))
      expect(columnsOf(line), line).toBeLessThanOrEqual(60);
  });

  it.each([40, 60, 80, 120])('fits %i columns, except for text to copy', (width) => {
    const long = 'a sentence of several words that goes on for longer than any line may be. '.repeat(3);
    const text = human(runOf([finding('fail', { found: long, expected: long, why: long, title: long })]), {
      color: false,
      width,
    });
    for (const line of text.split('\n').filter((one) => !/^ +(fix|more) /.test(one)))
      expect(line.length, line).toBeLessThanOrEqual(width);
  });
});
