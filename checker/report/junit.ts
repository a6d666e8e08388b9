import { replaceActing } from '../../terminal/escape-control.ts';
import { breakCommands } from '../../terminal/workflow-command.ts';
import type { Run, StepResult } from '../engine/run.ts';
import type { Finding, Verdict } from '../steps/finding.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const reference = (character: string) => `&#${character.codePointAt(0)};`;

/** XML 1.0 cannot represent these characters, not even as a reference. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u;

/**
 * Escapes text for XML. A character that acts on a terminal that prints the report, or that a workflow's runner would
 * take for a command, becomes a reference: to an XML parser it is the same character.
 */
const content = (text: string): string =>
  breakCommands(
    replaceActing(
      text.replace(/[&<>"']/g, (one) => entities[one] ?? one),
      (one) => (unwritable.test(one) ? '\ufffd' : reference(one)),
    ),
    reference,
  );

/** XML parsers read line breaks and tabs in an attribute as spaces, unless they are character references. */
const attribute = (text: string) => content(text).replace(/[\n\t]/g, reference);

function element(name: string, attributes: Record<string, string | number>, inside: string[] = []): string {
  const attributesText = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${attribute(String(value))}"`,
  );
  const open = `<${name}${attributesText.join('')}`;
  return inside.length === 0 ? `${open}/>` : `${open}>\n${inside.join('\n')}\n</${name}>`;
}

// A waiting check has not passed, so a build must not turn green. An unknown one is an error of the run itself.
const outcomes: Record<Exclude<Verdict, 'pass'>, 'failure' | 'error'> = {
  fail: 'failure',
  waiting: 'failure',
  unknown: 'error',
};

function details({ expected, found, why, fix, link, cause }: Finding): string {
  const parts = { expected, found, why, fix, more: link, cause: cause ?? '' };
  return Object.entries(parts)
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `${label}: ${text}`)
    .join('\n');
}

function testcase(step: StepResult, finding: Finding): string {
  const { check, title, verdict, found, proof = [] } = finding;
  const named = { classname: `${step.id}.${step.name}`, name: `${check}: ${title}`, time: 0 };
  if (verdict === 'pass') {
    const output = [found, ...proof].join('\n');
    return element('testcase', named, [`<system-out>${content(output)}</system-out>`]);
  }
  const name = outcomes[verdict];
  const attributes = Object.entries({ message: found, type: finding.cause ?? verdict })
    .map(([key, value]) => ` ${key}="${attribute(value)}"`)
    .join('');
  return element('testcase', named, [`<${name}${attributes}>${content(details(finding))}</${name}>`]);
}

function counts(findings: readonly Finding[]) {
  const countOf = (...verdicts: Verdict[]) =>
    findings.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return {
    tests: findings.length,
    failures: countOf('fail', 'waiting'),
    errors: countOf('unknown'),
    skipped: 0,
  };
}

/** One suite per step, one case per finding: fail and waiting are failures, unknown is an error. */
export function junit(run: Run): string {
  const suites = run.steps.map((step) =>
    element(
      'testsuite',
      { name: `${step.id} ${step.name}: ${step.title}`, ...counts(step.findings), time: 0 },
      step.findings.map((finding) => testcase(step, finding)),
    ),
  );
  const all = counts(run.steps.flatMap(({ findings }) => findings));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'lab check', ...all, time: 0 }, suites)}\n`;
}
