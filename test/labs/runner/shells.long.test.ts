import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { firstDifference } from '../../../labs/runner/expected-output.ts';
import { startPractice } from '../../../practice/start.ts';
import { chooseAwsCli } from '../../../scenarios/aws-cli.ts';
import { finishHandshake, readStepsWithValues } from '../../../scenarios/course.ts';
import { openInteractive } from './interactive-shell.ts';

const pages = readStepsWithValues({ region: 'eu-west-1', repository: 'ada/engine' });
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const missing = (shell: string) => spawnSync(shell, ['-c', 'true']).error !== undefined;

/** A learner's machine: an empty HOME, no Git settings, and the practice account's exports. */
async function openLearnerShell(shell: 'bash' | 'zsh') {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'lab-shells-test-'));
  closers.push(() => rmSync(root, { recursive: true, force: true }));
  const kit = join(root, 'kit');
  mkdirSync(kit);
  const aws = await chooseAwsCli(process.env, 'stand-in');
  closers.push(() => aws.close());
  const practice = await startPractice({ port: 0, region: 'eu-west-1' });
  closers.push(() => practice.close());
  const env = {
    ...practice.exports,
    PATH: [...aws.pathPrepend, process.env.PATH].join(':'),
    HOME: root,
    HTTPS_PROXY: 'http://127.0.0.1:9',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  const terminal = openInteractive(shell, env, kit);
  closers.push(() => terminal.close());
  return { terminal, practice };
}

describe('the nine pages, pasted block by block into an interactive shell', () => {
  test.skipIf(missing('bash'))('work in bash', () => pasteAll('bash'));
  test.skipIf(missing('zsh'))('work in zsh', () => pasteAll('zsh'));
});

async function pasteAll(shell: 'bash' | 'zsh'): Promise<void> {
  const { terminal, practice } = await openLearnerShell(shell);
  for (const page of pages)
    for (const block of page.blocks) {
      if (block.use !== 'run') continue;
      if (block.handshake !== undefined) await finishHandshake(practice.exports, 'github-codepipeline-lab');
      const { exit, stdout, stderr } = await terminal.paste(block.text, block.timeoutSeconds * 1000);
      const difference = block.output === undefined ? undefined : firstDifference(block.output.text, stdout);
      const where = `${page.file}:${block.line}`;
      expect({ where, exit, difference, stderr }).toEqual({ where, exit: 0, difference: undefined, stderr });
    }
}
