import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsCli } from '../../aws-cli/stand-in.ts';
import { defined } from '../../base/defined.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { gitSettings } from '../../labs/runner/environment.ts';
import { runPages } from '../../labs/runner/run-pages.ts';
import type { ShellSession } from '../../labs/runner/shell-session.ts';
import { chooseAwsCli } from '../../scenarios/aws-cli.ts';
import { type BrokenLab, breakLab, causesOf, checkStep } from '../../scenarios/break-lab.ts';
import { finishHandshake, readDrillPages } from '../../scenarios/course.ts';
import { runFollowUp } from '../../scenarios/drill/follow-up.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { checkInSession, kitOf, openTerminal } from './broken-kit.ts';
import { openInteractive } from './runner/interactive-shell.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let aws: AwsCli;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'lab-drills-test-'));
  aws = await chooseAwsCli(process.env, 'auto');
  built = await finishedLab();
  // S3 reports whole seconds: what is deployed from here on is later than what the lab deployed.
  await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
});
afterAll(async () => {
  await built.close();
  await aws.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A bash session of the rehearsal, or a zsh as a person uses it. */
function openZsh(
  lab: LabAccount,
  { env, url }: BrokenLab,
  cwd: string,
): Pick<ShellSession, 'run' | 'value' | 'close'> {
  const labVariables = Object.entries(env).filter(([name]) => /^(AWS|LAB)_/.test(name));
  const zsh = openInteractive(
    'zsh',
    {
      ...Object.fromEntries(labVariables),
      PATH: [...aws.pathPrepend, process.env.PATH].join(':'),
      HOME: cwd,
      GIT_TERMINAL_PROMPT: '0',
      ...defined({ PAGE_URL: url }),
    },
    cwd,
  );
  writeFileSync(join(cwd, '.gitconfig'), gitSettings(lab.practice.exports.LAB_GIT_URL));
  const run: ShellSession['run'] = async (block, { timeoutMs = 60_000 } = {}) => ({
    ...(await zsh.paste(block, timeoutMs)),
    ms: 0,
    timedOut: false,
  });
  return {
    run,
    async value(name) {
      const { stdout } = await run(`printf %s "\${${name}:-}"`);
      return stdout === '' ? undefined : stdout;
    },
    close: () => zsh.close(),
  };
}

/**
 * Runs the page's solution after the check has named the injected fault. Resolves to the findings of the page's own
 * check.
 */
async function solve(drill: Drill, shell: 'bash' | 'zsh' = 'bash'): Promise<Run | undefined> {
  const lab = await built.open();
  const kit = await kitOf(lab, folder);
  const step = Number(drill.step.slice('step-'.length));
  // Earlier checks recorded what step 9 looks for.
  if (step === 9) await checkStep({ env: lab.env, step: 5 });
  const brokenLab = await breakLab(lab, drill.fault);
  const session = shell === 'bash' ? openTerminal(lab, brokenLab, kit, aws) : openZsh(lab, brokenLab, kit);
  let after: Run | undefined;
  try {
    await runFollowUp(drill, session);
    expect(causesOf(await checkStep({ ...brokenLab, step }))).toContain(drill.fault);
    await runPages([drill], session, {
      authorize: (name) => finishHandshake(lab.practice.exports, name),
      async check(_page, block) {
        after = await checkInSession(session, lab, step, block.text.includes('--url'));
      },
    });
  } finally {
    await session.close();
  }
  return after;
}

describe.concurrent("a drill's check names its fault, and passes after its printed solution", () => {
  const drills = readDrillPages();
  test.for(drills.map((drill) => ({ drill, id: drill.id })))('$id', async ({ drill }) => {
    const run = await solve(drill);
    expect(run === undefined ? 'not checked' : causesOf(run)).toEqual([]);
    expect(run?.verdict).toBe('pass');
  });

  const hasZsh = spawnSync('zsh', ['-c', 'true']).error === undefined;
  test.skipIf(!hasZsh).for(drills.map((drill) => ({ drill, id: drill.id })))(
    '$id, in zsh',
    async ({ drill }) => {
      const run = await solve(drill, 'zsh');
      expect(run?.verdict).toBe('pass');
    },
  );

  test('a drill is not solved by reading alone', async () => {
    const drill = drills.find(({ id }) => id === 'wrong-branch');
    if (drill === undefined) throw new Error('no such drill');
    const [firstBlock] = drill.blocks.filter(({ use }) => use === 'run');
    const blocks = drill.blocks.filter((block) => block === firstBlock || block.use === 'check');
    const run = await solve({ ...drill, blocks });
    expect(run === undefined ? [] : causesOf(run)).toEqual(['wrong-branch']);
  });
});
