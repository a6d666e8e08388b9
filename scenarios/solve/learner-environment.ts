import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { AwsCli } from '../../aws-cli/stand-in.ts';
import { defined } from '../../base/defined.ts';
import { makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import { boundaryArn, type Lab, namesOf } from '../../checker/lab/lab.ts';
import { openAccount } from '../../lab-home/account.ts';
import { CliError } from '../../lab-home/errors.ts';
import { labHome, readRunningPractice } from '../../lab-home/home.ts';
import { identifyCaller } from '../../lab-home/identity.ts';
import type { TargetKind } from '../../lab-home/settings.ts';
import type { AccountValues } from '../../lab-home/target.ts';
import { valuesText } from '../../lab-home/values-text.ts';
import { openShellSession, type ShellSession } from '../../labs/runner/shell-session.ts';
import type { Io } from '../../terminal/command.ts';
import { chooseAwsCli } from '../aws-cli.ts';

/** Where the kit runs a page's commands for a learner: their account, their folder, a shell with their variables. */
export interface LearnerEnvironment {
  kind: TargetKind;
  account: string;
  lab: Lab & { repository: string };
  /** The first line of every output. */
  line: string;
  /** The ARN of the permissions boundary that the seat's role must have, if the instructor created one. */
  boundary?: string;
  /** The environment variables of a check and of the shell. */
  env: Record<string, string | undefined>;
  /** The folder that contains `workspace/`: the kit's, or the seat's own if the kit's has another lab's values. */
  folder: string;
  session: ShellSession;
  aws: AwsCli;
  close(): Promise<void>;
}

interface EnvironmentOptions {
  values: AccountValues;
  io: Pick<Io, 'env' | 'stderr'>;
  folder: string;
  onOutput?: (text: string) => void;
}

const definedVariables = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** Adds the running practice account's exports if the terminal does not have them. */
function practiceVariables(env: Io['env'], kind: TargetKind): Io['env'] {
  if (kind !== 'practice' || env.LAB_PRACTICE_TOKEN) return env;
  return { ...env, ...readRunningPractice(env)?.exports };
}

/**
 * Writes step 1's `workspace/values.sh` unless it exists, and returns the folder that contains `workspace/`. A file
 * of another lab stays as it is: the seat then gets its own folder, `seatFolder`, so that an instructor can solve one
 * seat after another. Throws CliError without such a folder.
 */
function writeValues(folder: string, text: string, seatFolder?: string): string {
  const file = join(folder, 'workspace', 'values.sh');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return folder;
  }
  const line = (name: string, source: string) => new RegExp(`^export ${name}=.*$`, 'm').exec(source)?.[0];
  const existing = readFileSync(file, 'utf8');
  const differing = ['ACCOUNT_ID', 'AWS_REGION', 'LAB_REPOSITORY', 'PIPELINE_NAME'].find(
    (name) => line(name, existing) !== line(name, text),
  );
  if (differing === undefined) return folder;
  if (seatFolder !== undefined) return writeValues(seatFolder, text);
  throw new CliError(
    `${relative(process.cwd(), file)} is another lab's: it has ${line(differing, existing) ?? `no ${differing}`}, and ${line(differing, text)} is meant. Move that folder away, or choose that lab's settings (npx lab init).`,
  );
}

/**
 * The ARN of the permissions boundary that an instructor created for the seat's role; undefined without one. Throws
 * CliError (exit 3) when IAM returns an error.
 */
async function boundaryOf(clients: Clients, lab: Lab, account: string): Promise<string | undefined> {
  if (lab.seat === undefined) return undefined;
  const arn = boundaryArn(lab.seat, lab.region, account);
  const found = await makeCalls(clients).read('iam', 'GetPolicy', { PolicyArn: arn });
  if (found.state === 'known') return arn;
  if (found.state === 'absent') return undefined;
  throw new CliError(
    `Whether the seat's role has a boundary could not be told: ${arn} (${found.error.code}: ${found.error.message}).`,
    3,
  );
}

/**
 * Resolves target, identity, repository and names, writes the values file, and opens a shell. Throws CliError when
 * one of these is missing.
 */
export async function openLearnerEnvironment({
  values,
  io,
  folder,
  onOutput,
}: EnvironmentOptions): Promise<LearnerEnvironment> {
  const { target, lab, clients } = await openAccount(values, io.env);
  const identify = async () => {
    const { accountId: account, line } = await identifyCaller(clients, target, lab);
    return { account, line, boundary: await boundaryOf(clients, lab, account) };
  };
  const { account, line, boundary } = await identify().finally(() => clients.destroy());
  const { repository } = lab;
  if (repository === undefined)
    throw new CliError('No repository is set. Type: npx lab init --repository OWNER/NAME');
  // As step 1 does. A terminal without the practice account's keys then gets an error from the practice account, and
  // no call reaches AWS.
  const practice =
    target.kind === 'practice'
      ? `export LAB_TARGET="practice"\nexport AWS_ENDPOINT_URL="\${AWS_ENDPOINT_URL:-${target.endpoint}}"\n`
      : '';
  const seatFolder = lab.seat === undefined ? undefined : join(labHome(io.env), 'seats', lab.seat);
  const workingFolder = writeValues(folder, valuesText(lab, account, repository) + practice, seatFolder);
  const variables = practiceVariables(io.env, target.kind);
  const clone = join(workingFolder, 'workspace', repository.split('/')[1] ?? '');
  const env = { LAB_CLONE: clone, ...variables, LAB_REPOSITORY: repository };
  const aws = await chooseAwsCli(io.env, 'auto');
  const path = [...aws.pathPrepend, variables.PATH ?? ''].join(':');
  const session = openShellSession({
    inheritHome: true,
    // The shell has no terminal, so no pager and no prompt may wait for input.
    env: { ...definedVariables(env), PATH: path, AWS_PAGER: '', GIT_TERMINAL_PROMPT: '0' },
    cwd: workingFolder,
    ...defined({ onOutput }),
  });
  return {
    kind: target.kind,
    account,
    env,
    folder: workingFolder,
    session,
    aws,
    lab: { ...lab, repository },
    line,
    ...defined({ boundary }),
    async close() {
      await session.close();
      await aws.close();
    },
  };
}

/**
 * Adapts a page's commands to a seat. The seat's tag joins the lab's tag, and a role is created with `boundary` (an
 * ARN), the permissions boundary from the instructor of a shared account, if there is one.
 */
export function forSeat(text: string, lab: Lab, account: string, boundary?: string): string {
  const { seat } = namesOf(lab, account).tags;
  if (seat === undefined) return text;
  const boundaryOption = boundary === undefined ? '' : ` --permissions-boundary ${boundary}`;
  return text
    .replaceAll('aws iam create-role ', `aws iam create-role${boundaryOption} `)
    .replaceAll(
      '{Key=lab,Value=codepipeline-lab}',
      `{Key=lab,Value=codepipeline-lab},{Key=seat,Value=${seat}}`,
    )
    .replaceAll(
      /(--tags) ([Kk])ey=lab,([Vv])alue=codepipeline-lab/g,
      `$1 $2ey=lab,$3alue=codepipeline-lab $2ey=seat,$3alue=${seat}`,
    );
}

/**
 * Prints which account is meant, and runs `task` in a learner environment. Returns the task's exit code, or 130 after
 * Ctrl-C. Throws what `openLearnerEnvironment` throws.
 */
export async function inLearnerEnvironment(
  values: AccountValues,
  io: Io,
  folder: string,
  task: (environment: LearnerEnvironment) => Promise<number>,
): Promise<number> {
  const environment = await openLearnerEnvironment({ values, io, folder });
  const stop = () => void environment.session.close();
  io.signal.addEventListener('abort', stop);
  try {
    io.stdout(`${environment.line}\n`);
    return await task(environment);
  } catch (error) {
    if (io.signal.aborted) return 130;
    throw error;
  } finally {
    io.signal.removeEventListener('abort', stop);
    await environment.close();
  }
}
