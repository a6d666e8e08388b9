import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsCli } from '../../aws-cli/stand-in.ts';
import { defined } from '../../base/defined.ts';
import type { Run } from '../../checker/engine/run.ts';
import { openShellSession, type ShellSession } from '../../labs/runner/shell-session.ts';
import { type BrokenLab, checkStep } from '../../scenarios/break-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { repository } from '../../scenarios/finished-lab/repository.ts';

/** The kit's folder of a learner who completed step 1 and whose clone has its remote. */
export async function kitOf(lab: LabAccount, folder: string): Promise<string> {
  const kit = mkdtempSync(join(folder, 'kit-'));
  mkdirSync(join(kit, 'workspace'));
  const { deployBucket, artifactBucket, connection, pipeline, role } = lab.names;
  const [owner = '', name = ''] = repository.split('/');
  const values = {
    AWS_REGION: lab.practice.region,
    AWS_DEFAULT_REGION: lab.practice.region,
    AWS_PAGER: '',
    ACCOUNT_ID: lab.practice.accountId,
    GITHUB_OWNER: owner,
    GITHUB_REPOSITORY: name,
    LAB_REPOSITORY: repository,
    CLONE: lab.clone,
    DEPLOY_BUCKET: deployBucket,
    ARTIFACT_BUCKET: artifactBucket,
    CONNECTION_NAME: connection,
    PIPELINE_NAME: pipeline,
    ROLE_NAME: role,
  };
  const lines = Object.entries(values).map(([key, value]) => `export ${key}="${value}"\n`);
  writeFileSync(join(kit, 'workspace', 'values.sh'), lines.join(''));
  await lab.git('remote', 'add', 'origin', `https://github.com/${repository}.git`);
  await lab.git('config', 'user.name', 'Ada');
  await lab.git('config', 'user.email', 'ada@example.com');
  return kit;
}

/** A terminal in which the misconfiguration's commands were run. */
export function openTerminal(
  lab: LabAccount,
  { env, url }: BrokenLab,
  cwd: string,
  { pathPrepend }: Pick<AwsCli, 'pathPrepend'>,
): ShellSession {
  const labVariables = Object.entries(env).filter(([name]) => /^(AWS|LAB)_/.test(name));
  return openShellSession({
    env: { ...Object.fromEntries(labVariables), ...defined({ PAGE_URL: url }) },
    cwd,
    insteadOf: lab.practice.exports.LAB_GIT_URL ?? '',
    pathPrepend,
  });
}

/** The findings of a check in this terminal, with the names that the learner chose on the page. */
export async function checkInSession(
  session: ShellSession,
  lab: LabAccount,
  step: number,
  withUrl: boolean,
): Promise<Run> {
  const { stdout } = await session.run(`env | grep -E '^(AWS|LAB)_'`);
  const set = stdout.split('\n').filter(Boolean);
  const now = set.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const { PATH = '', HOME = '', LAB_HOME = '' } = lab.env;
  const deployBucket = await session.value('DEPLOY_BUCKET');
  if (deployBucket !== undefined && deployBucket !== lab.names.deployBucket) {
    mkdirSync(LAB_HOME, { recursive: true });
    writeFileSync(join(LAB_HOME, 'config.json'), JSON.stringify({ names: { deployBucket } }));
  }
  const url = withUrl ? await session.value('PAGE_URL') : undefined;
  return checkStep({
    env: { PATH, HOME, ...Object.fromEntries(now) },
    step,
    ...defined({ url }),
  });
}
