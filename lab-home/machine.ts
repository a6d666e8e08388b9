import { isSupportedNode, supportedNode } from '../base/node-version.js';
import { runProgram } from '../checker/account/run-program.ts';
import { type Section, section } from '../checker/doctor/section.ts';
import { type Finding, fail, type Judgement, pass } from '../checker/steps/finding.ts';
import { probeAwsCli } from './installed-aws-cli.ts';

type Env = Record<string, string | undefined>;

function nodeJudgement(version: string): Judgement {
  if (isSupportedNode(version)) return pass(supportedNode, `Node ${version}`);
  return fail(supportedNode, `Node ${version}`, 'Install a current one: https://nodejs.org/en/download');
}

/** The first line that a command prints about its version; undefined if the command does not run. */
async function versionOf(command: string, env: Env): Promise<string | undefined> {
  const { exit, stdout } = await runProgram(command, ['--version'], {
    env: { PATH: env.PATH ?? '' },
    timeoutMs: 10_000,
  });
  return exit === 0 ? stdout.toString('utf8').split('\n')[0] : undefined;
}

async function toolJudgement(command: string, installHint: string, env: Env): Promise<Judgement> {
  const version = await versionOf(command, env);
  if (version !== undefined) return pass(`${command} on the PATH`, version.slice(0, 60));
  return fail(`${command} on the PATH`, `no ${command} command, or it does not run`, installHint);
}

async function awsCliJudgement(env: Env): Promise<Judgement> {
  const expected = 'an AWS CLI of 2024 or newer, version 1 or 2';
  const probed = await probeAwsCli(env);
  if ('version' in probed) return pass(expected, probed.version);
  return fail(
    expected,
    probed.reason,
    'Install version 2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
  );
}

const finding = (id: string, title: string, why: string, judgement: Judgement): Finding => {
  const { verdict, expected, found, fix = '' } = judgement;
  const link = 'labs/reference/prerequisites.md';
  return { check: `doctor.machine.${id}`, verdict, title, expected, found, why, fix, link };
};

/** The tools on this machine that the pages' commands need. Makes no call to an account. */
export async function machineSection(env: Env): Promise<Section> {
  const [git, curl, aws] = await Promise.all([
    toolJudgement('git', 'Install it: https://git-scm.com/downloads', env),
    toolJudgement(
      'curl',
      "Install it with your system's packages, for example: sudo apt-get install curl",
      env,
    ),
    awsCliJudgement(env),
  ]);
  return section('machine', 'This machine', [
    finding('node', 'Node is recent enough', 'The kit runs on it.', nodeJudgement(process.versions.node)),
    finding('git', 'Git is there', 'The lab begins with a push.', git),
    finding('curl', 'curl is there', 'Step 7 opens the page with it.', curl),
    finding('aws', 'The AWS CLI is recent enough', "The pages' commands are its commands.", aws),
  ]);
}
