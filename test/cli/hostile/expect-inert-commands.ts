import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { expectInert, expectOwnMarkup } from '../../kit/hostile.ts';
import { rewritingProxy } from '../../kit/rewriting-proxy.ts';
import { runInProcess } from '../../kit/run-in-process.ts';

/** A cell that a spreadsheet would evaluate. */
const formula = /^(?:[^"\n]*,)?[=+@-][a-z(]/m;

/** The commands that read an account, through a proxy that puts hostile text into its answers. */
export interface HostileCommands {
  /** Every string member that was answered so far. */
  members(): string[];
  /**
   * Runs all of the commands, or those that are named, while the chosen members have hostile text. Expects that nothing
   * acts in what the commands print and write, and that none ends with a fault of the kit.
   */
  expectInert(isChosen: (member: string) => boolean, what: string, names?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function hostileCommands(lab: LabAccount, seat: string): Promise<HostileCommands> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const roster = join(folder, 'class.yaml');
  writeFileSync(
    roster,
    `class: spring\nregion: us-east-1\nseats:\n  - id: ${seat}\n    repository: octocat/codepipeline-s3-lab\n`,
  );
  const page = join(folder, 'report.html');
  const evidence = join(folder, 'evidence.json');
  const commands: Record<string, string[]> = {
    check: ['check', '--all', '--save', evidence],
    next: ['next'],
    doctor: ['doctor'],
    plan: ['teardown', '--dry-run'],
    'plan as JSON': ['teardown', '--dry-run', '--reporter', 'json'],
    report: ['report', '--output', page],
    board: ['class', 'status', roster],
    'board as CSV': ['class', 'status', roster, '--reporter', 'csv'],
    seat: ['class', 'status', roster, '--seat', seat],
    'board from evidence': ['class', 'status', roster, '--evidence-only', '--evidence', evidence],
  };
  const proxy = await rewritingProxy(lab.practice.endpoint);
  const env = { ...lab.env, LAB_SEAT: seat, AWS_ENDPOINT_URL: proxy.endpoint };
  return {
    members: () => [...proxy.members],
    async expectInert(isChosen, what, names = Object.keys(commands)) {
      proxy.rewrite(isChosen);
      for (const name of names) {
        const { exit, stdout, stderr } = await runInProcess(commands[name] ?? [], env);
        const about = `${name} with ${what}`;
        expect(exit, `${about}\n${stderr}`).not.toBe(70);
        expectInert(stdout, about);
        expectInert(stderr, about);
        if (name === 'board as CSV') expect(stdout, about).not.toMatch(formula);
        if (name === 'report') expectOwnMarkup(readFileSync(page, 'utf8'), about);
      }
    },
    close: () => proxy.close(),
  };
}
