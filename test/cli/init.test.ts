import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { command } from '../../cli/commands/init.ts';
import { runCommand } from '../kit/run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'lab-home-'));
afterAll(() => rmSync(home, { recursive: true }));

it('asks nothing in a terminal if everything is given', async () => {
  const settings = { region: 'eu-west-1', repository: 'octocat/codepipeline-s3-lab' };
  const { exit, text } = await runCommand(command, settings, {
    env: { LAB_HOME: home },
    interactive: true,
  });
  expect([exit, text.split('\n')[0]]).toEqual([0, `Written to ${join(home, 'config.json')}:`]);
  expect(JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'))).toMatchObject(settings);
});
