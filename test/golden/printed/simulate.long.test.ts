import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emptyHome, lab } from '../../kit/lab-command.ts';
import { golden } from './golden.ts';

/**
 * A number that depends on the machine is replaced in its place. The seed determines everything else in the document.
 */
const withoutCounts = (text: string) =>
  text
    .replace(/(?<="(ms|lessons|teardown|all|learners|board)": )\d+/g, '"<number>"')
    .replace(/(?<="calls": )\d+/g, '"<number>"')
    .replace(/(?<=^ {6}"rounds": )\d+/gm, '"<number>"')
    .replace(
      /(?<="rounds": \[)(\s+\{\s+"calls": "<number>",\s+"ms": "<number>"\s+\},?)+(?=\s+\])/,
      '<rounds>',
    );

it('keeps the document of a simulated class', async () => {
  const home = emptyHome();
  const words = ['class', 'simulate', '--seats', '5', '--faults', '3', '--seed', '7', '--reporter', 'json'];
  const { exit, stdout, stderr } = await lab(words, { HOME: home, LAB_HOME: home });
  rmSync(home, { recursive: true, force: true });
  expect([exit, stderr]).toEqual([0, '']);
  const rounds = JSON.parse(stdout) as { rounds: object[] };
  expect(rounds.rounds.map((round) => Object.keys(round))).toEqual(rounds.rounds.map(() => ['calls', 'ms']));
  // The order of the stuck seats depends on the machine.
  const document = JSON.parse(stdout) as { troubles: { seat: string }[] };
  document.troubles.sort((a, b) => (a.seat < b.seat ? -1 : 1));
  golden('class/simulate.json.txt', withoutCounts(`${JSON.stringify(document, null, 2)}\n`));
}, 300_000);
