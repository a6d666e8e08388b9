import { XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';
import { requireAnswerTypes } from '../../../checker/evidence/answer-types.ts';
import type { Evidence } from '../../../checker/evidence/document.ts';
import { evidenceText } from '../../../checker/evidence/document.ts';
import { EvidenceError, readEvidence } from '../../../checker/evidence/read.ts';
import { replay } from '../../../checker/evidence/replay.ts';
import { github } from '../../../checker/report/github.ts';
import { html } from '../../../checker/report/html.ts';
import { human } from '../../../checker/report/human.ts';
import { json } from '../../../checker/report/json.ts';
import { junit } from '../../../checker/report/junit.ts';
import { markdown } from '../../../checker/report/markdown.ts';
import { steps } from '../../../checker/steps/index.ts';
import { outputText } from '../../../terminal/output.ts';
import { expectInert, expectOwnMarkup, hostile } from '../../kit/hostile.ts';
import { type Path, withValue } from '../../kit/leaves.ts';
import { type Share, shareOf } from '../../kit/share.ts';
import { type Member, membersOf } from './recorded-lab.ts';

/** The evidence with another value of one member. */
export function withMember(
  evidence: Evidence,
  { answer, path }: Pick<Member, 'answer' | 'path'>,
  value: unknown,
) {
  return withValue(evidence, ['answers', answer, 'fact', ...path] as Path, value) as Evidence;
}

/** Judges the evidence, and expects that nothing acts in any report of it. */
export async function expectInertReports(evidence: Evidence, what: string): Promise<void> {
  const { text } = evidenceText(evidence, '0.1.0');
  const run = await replay(readEvidence(text), steps);
  const line = `practice account ${hostile}`;
  const forPeople = human(run, { color: false, width: 100 });
  const notPassed = run.steps.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict !== 'pass');
  const document = outputText(json(run));
  const xml = outputText(junit(run));
  const page = html(run, { line, time: evidence.time, kitVersion: '0.1.0', evidence: text });
  const summary = markdown(run, line);
  expectInert(outputText(`${line}\n${forPeople}`), `human, ${what}`);
  expectInert(document, `json, ${what}`);
  expectInert(xml, `junit, ${what}`);
  expectInert(outputText(github(run, forPeople, 'pause')), `github, ${what}`, 2 + notPassed.length);
  expectInert(summary, `summary, ${what}`);
  expectInert(page.replaceAll('##[', '').replace(/^\s*::/gm, ''), `page, ${what}`);
  expectOwnMarkup(page, `page, ${what}`);
  expectOwnMarkup(summary, `summary, ${what}`);
  expect(JSON.parse(document), what).toEqual(JSON.parse(json(run)));
  expect(XMLValidator.validate(xml), `junit, ${what}`).toBe(true);
}

/** Puts hostile text into strings that the checks read, one at a time: alone, and after the text itself. */
export async function expectInertStrings(evidence: Evidence, share: Share): Promise<number> {
  const texts = membersOf(evidence).filter(({ value }) => typeof value === 'string');
  const chosen = shareOf(texts, share);
  for (const member of chosen)
    for (const text of [hostile, `${member.value}${hostile}`])
      await expectInertReports(withMember(evidence, member, text), member.name);
  return chosen.length;
}

/** Values of every type. A huge string is a string, and is judged like one. */
const values = [5, Number.NaN, null, 'x', 'x'.repeat(100_000), {}, [], [null], true, new Date(0), undefined];

/**
 * Gives members a value of each type, and expects that the evidence is refused with a message that names the call, or
 * judged.
 */
export async function expectTypesHandled(evidence: Evidence, share: Share): Promise<{ refused: number }> {
  let refused = 0;
  const answered = membersOf(evidence).filter(({ path }) => path[0] === 'value');
  const chosen = shareOf(answered, share);
  for (const member of chosen)
    for (const value of values) {
      const changed = withMember(evidence, member, value);
      const error = await requireAnswerTypes(changed).catch((thrown: unknown) => thrown);
      if (error === undefined) await replay(changed, steps);
      else {
        refused++;
        expect(error).toBeInstanceOf(EvidenceError);
        const [service, operation] = member.name.split(' ');
        expect((error as Error).message).toContain(`the answer of ${service} ${operation} is invalid: `);
      }
    }
  return { refused };
}
