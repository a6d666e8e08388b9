import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { AwsCli } from '../../aws-cli/stand-in.ts';
import { makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import { boundaryArn, type Lab, namesOf } from '../../checker/lab/lab.ts';
import { openAccount } from '../../lab-home/account.ts';
import { CliError } from '../../lab-home/errors.ts';
import { labHome, readRunning } from '../../lab-home/home.ts';
import { whoAmI } from '../../lab-home/identity.ts';
import type { TargetKind } from '../../lab-home/settings.ts';
import { valuesText } from '../../lab-home/values-text.ts';
import { openSession, type Session } from '../../labs/runner/session.ts';
import type { Io, Values } from '../../terminal/command.ts';
import { chooseAwsCli } from '../aws-cli.ts';

/** Where pages are typed for somebody: their account, their folder, a shell with their own surroundings. */
export interface Ground {
  kind: TargetKind;
  account: string;
  lab: Lab & { repository: string };
  /** The first line of every output. */
  line: string;
  /** The ARN of the boundary that the seat's role has to have, where the instructor made one. */
  boundary?: string;
  /** What a check, and the shell, sees. */
  env: Record<string, string | undefined>;
  /** The folder in which `workspace/` is: the kit's, or a seat's own where the kit's is another lab's. */
  folder: string;
  session: Session;
  aws: AwsCli;
  close(): Promise<void>;
}

interface Order {
  values: Values;
  io: Pick<Io, 'env' | 'stderr'>;
  folder: string;
  onOutput?: (text: string) => void;
}

const texts = (env: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** In a terminal that was not led to the practice account, its record does that. */
function surroundings(env: Io['env'], kind: TargetKind): Io['env'] {
  if (kind !== 'practice' || env.LAB_PRACTICE_TOKEN) return env;
  return { ...env, ...readRunning(env)?.exports };
}

/**
 * Step 1's file; one of another lab is left alone. An instructor brings one seat on after another: each has a folder
 * of its own (`own`) where the kit's is taken. Answers the folder. Throws CliError.
 */
function writeValues(folder: string, text: string, own?: string): string {
  const file = join(folder, 'workspace', 'values.sh');
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return folder;
  }
  const line = (name: string, of: string) => new RegExp(`^export ${name}=.*$`, 'm').exec(of)?.[0];
  const there = readFileSync(file, 'utf8');
  const other = ['ACCOUNT_ID', 'AWS_REGION', 'LAB_REPOSITORY', 'PIPELINE_NAME'].find(
    (name) => line(name, there) !== line(name, text),
  );
  if (other === undefined) return folder;
  if (own !== undefined) return writeValues(own, text);
  throw new CliError(
    `${relative(process.cwd(), file)} is another lab's: it has ${line(other, there) ?? `no ${other}`}, and ${line(other, text)} is meant. Move that folder away, or choose that lab's settings (npx lab init).`,
  );
}

/** The boundary that an instructor made for a seat's role; undefined where there is none. Throws CliError. */
async function boundaryOf(clients: Clients, lab: Lab, account: string): Promise<string | undefined> {
  if (lab.seat === undefined) return undefined;
  const arn = boundaryArn(lab.seat, lab.region, account);
  const found = await makeCalls(clients).read('iam', 'GetPolicy', { PolicyArn: arn });
  if (found.state === 'known') return arn;
  if (found.state === 'absent') return undefined;
  throw new CliError(
    `Whether the seat's role has a boundary could not be told: ${arn} (${found.trouble.code}: ${found.trouble.message}).`,
    3,
  );
}

/** Target, identity, repository, names and a shell. Throws CliError for whatever is missing. */
export async function openGround({ values, io, folder, onOutput }: Order): Promise<Ground> {
  const { target, lab, clients } = await openAccount(values, io.env);
  const asked = async () => {
    const { accountId: account, line } = await whoAmI(clients, target, lab);
    return { account, line, boundary: await boundaryOf(clients, lab, account) };
  };
  const { account, line, boundary } = await asked().finally(() => clients.destroy());
  const { repository } = lab;
  if (repository === undefined)
    throw new CliError('No repository is set. Type: npx lab init --repository OWNER/NAME');
  // As step 1 does: a terminal that was not led to the practice account is refused there, and never speaks to AWS.
  const practice =
    target.kind === 'practice'
      ? `export LAB_TARGET="practice"\nexport AWS_ENDPOINT_URL="\${AWS_ENDPOINT_URL:-${target.endpoint}}"\n`
      : '';
  const own = lab.seat === undefined ? undefined : join(labHome(io.env), 'seats', lab.seat);
  const place = writeValues(folder, valuesText(lab, account, repository) + practice, own);
  const around = surroundings(io.env, target.kind);
  const clone = join(place, 'workspace', repository.split('/')[1] ?? '');
  const env = { LAB_CLONE: clone, ...around, LAB_REPOSITORY: repository };
  const aws = await chooseAwsCli(io.env, 'auto');
  const path = [...aws.pathPrepend, around.PATH ?? ''].join(':');
  const session = openSession({
    own: true,
    // No question may wait for an answer that nobody can type.
    env: { ...texts(env), PATH: path, AWS_PAGER: '', GIT_TERMINAL_PROMPT: '0' },
    cwd: place,
    ...(onOutput === undefined ? {} : { onOutput }),
  });
  return {
    ...{ kind: target.kind, account, env, folder: place, session, aws },
    lab: { ...lab, repository },
    line,
    ...(boundary === undefined ? {} : { boundary }),
    async close() {
      await session.close();
      await aws.close();
    },
  };
}

/**
 * A page's commands for a seat: what they tag carries the seat, too, and the role that they make has the boundary that
 * the instructor of a shared account made for it, where there is one (its ARN).
 */
export function forSeat(text: string, lab: Lab, account: string, boundary?: string): string {
  const { seat } = namesOf(lab, account).tags;
  if (seat === undefined) return text;
  const bounded = boundary === undefined ? '' : ` --permissions-boundary ${boundary}`;
  return text
    .replaceAll('aws iam create-role ', `aws iam create-role${bounded} `)
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
 * Says which account is meant, and does something on its ground; answers an exit code, 130 after a Ctrl-C. Throws
 * what `openGround` throws.
 */
export async function onGround(
  values: Values,
  io: Io,
  folder: string,
  work: (ground: Ground) => Promise<number>,
): Promise<number> {
  const ground = await openGround({ values, io, folder });
  const stop = () => void ground.session.close();
  io.signal.addEventListener('abort', stop);
  try {
    io.stdout(`${ground.line}\n`);
    return await work(ground);
  } catch (error) {
    if (io.signal.aborted) return 130;
    throw error;
  } finally {
    io.signal.removeEventListener('abort', stop);
    await ground.close();
  }
}
