import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { expectInert, expectOwnMarkup } from '../../kit/hostile.ts';
import { rewritingProxy } from '../../kit/rewriting-proxy.ts';
import { runInProcess } from '../../kit/run-command.ts';

/** A cell that a spreadsheet would evaluate. */
const formula = /^(?:[^"\n]*,)?[=+@-][a-z(]/m;

/**
 * Runs every command that reads an account while members of its answers have hostile text, one group of members at a
 * time. Expects that nothing acts in what the commands print and write, and that none ends with a fault of the kit.
 */
export async function expectInertCommands(
  lab: LabAccount,
  seat: string,
  groupsOf: (members: readonly string[]) => string[][],
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const roster = join(folder, 'class.yaml');
  writeFileSync(
    roster,
    `class: spring\nregion: us-east-1\nseats:\n  - id: ${seat}\n    repository: octocat/codepipeline-s3-lab\n`,
  );
  const page = join(folder, 'report.html');
  const evidence = join(folder, 'evidence.json');
  const commands = [
    ['check', '--all', '--save', evidence],
    ['next'],
    ['doctor'],
    ['teardown', '--dry-run'],
    ['teardown', '--dry-run', '--reporter', 'json'],
    ['report', '--output', page],
    ['class', 'status', roster],
    ['class', 'status', roster, '--reporter', 'csv'],
    ['class', 'status', roster, '--seat', seat],
    ['class', 'status', roster, '--evidence-only', '--evidence', evidence],
  ];
  const proxy = await rewritingProxy(lab.practice.endpoint);
  const env = { ...lab.env, LAB_SEAT: seat, AWS_ENDPOINT_URL: proxy.endpoint };
  try {
    for (const args of commands) await runInProcess(args, env);
    const groups = groupsOf([...proxy.members]);
    for (const group of groups) {
      const member = group.join(', ');
      proxy.rewrite((one) => group.includes(one));
      for (const args of commands) {
        const { exit, stdout, stderr } = await runInProcess(args, env);
        const what = `lab ${args.join(' ')} with ${member}`;
        expect(exit, `${what}\n${stderr}`).not.toBe(70);
        expectInert(stdout, what);
        expectInert(stderr, what);
        if (args.includes('csv')) expect(stdout, what).not.toMatch(formula);
      }
      expectOwnMarkup(readFileSync(page, 'utf8'), `report with ${member}`);
    }
    return groups.length;
  } finally {
    await proxy.close();
  }
}
