import { escapeControls } from '../../terminal/escape-control.ts';
import type { Run, StepResult } from '../engine/run.ts';
import type { Finding, Verdict } from '../steps/finding.ts';
import { liveLine } from './live.ts';

const marks: Record<Verdict, string> = {
  pass: '✅ passed',
  fail: '❌ failed',
  waiting: '⏳ waiting',
  unknown: '❔ could not tell',
};

/** Escapes an account's text for a table cell, so that nothing in it is markup, a link or a mention. */
function cell(text: string): string {
  return escapeControls(text)
    .replace(/[&<>"'\\`*_{}[\]()#+!|~$@:-]/g, (one) => `&#${one.charCodeAt(0)};`)
    .replace(/\s+/g, ' ');
}

const code = (text: string) => `<code>${cell(text)}</code>`;

function row({ title, verdict, found, fix, cause, check }: Finding): string {
  const next = verdict === 'pass' || fix === '' ? '' : code(fix);
  const named = cause === undefined ? code(check) : `${code(check)}, ${code(cause)}`;
  return `| ${marks[verdict]} | ${cell(title)}<br>${named} | ${cell(found)} | ${next} |`;
}

function section({ id, name, title, verdict, findings, broken = [] }: StepResult): string[] {
  return [
    `### ${id} ${name}: ${cell(title)}, ${marks[verdict]}`,
    '',
    '| | check | found | to do |',
    '| --- | --- | --- | --- |',
    ...findings.map(row),
    '',
    ...broken.map(
      (before) => `Earlier: ${before.step} ${before.name}, ${cell(before.title)}: ${cell(before.found)}\n`,
    ),
    ...findings.flatMap(({ proof = [] }) => proof.map((link) => `1. ${cell(link)}`)),
    '',
  ];
}

/** A run for GitHub's step summary. `line` names the account. */
export function markdown(run: Run, line: string): string {
  const live = liveLine(run);
  const head = [`## lab check: ${marks[run.verdict]}`, '', cell(line), ''];
  const lines = [...head, ...run.steps.flatMap(section), ...(live === undefined ? [] : [cell(live), ''])];
  return `${lines.join('\n')}\n`;
}
