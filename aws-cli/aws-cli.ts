import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { kitRoot } from '../lab-home/home.ts';

/** Which `aws` the pages' commands will meet. */
export interface AwsCli {
  kind: 'installed' | 'stand-in';
  /** `aws-cli/2.31.0`, or what the stand-in calls itself, and why it was taken. */
  says: string;
  /** Folders to search before the PATH. */
  pathPrepend: string[];
  /** Takes away what was made for it. */
  close(): void;
}

type Env = Record<string, string | undefined>;

// The probe, like every command of the pages, must not be able to reach AWS.
const shut = (env: Env, home: string): Record<string, string> => ({
  PATH: env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
  HTTPS_PROXY: 'http://127.0.0.1:9',
});

type Probed = { version: string } | { reason: string };

/** The version of the installed CLI if it is recent enough for the pages, or the reason why it will not do. */
async function probe(env: Env, home: string): Promise<Probed> {
  const options = {
    env: shut(env, home),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 30_000,
  } as const;
  const version = await execa('aws', ['--version'], options);
  if (version.failed && version.exitCode === undefined) return { reason: 'no aws command is installed' };
  const name = `${version.stdout}${version.stderr}`.split(' ')[0] ?? 'aws';
  const skeleton = await execa(
    'aws',
    ['codeconnections', 'list-connections', '--generate-cli-skeleton'],
    options,
  );
  if (skeleton.exitCode === 0) return { version: name };
  return { reason: `${name} is too old to know codeconnections` };
}

function standIn(reason: string): AwsCli {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'codepipeline-lab-aws-'));
  const file = join(folder, 'aws');
  const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`;
  const entry = join(kitRoot(), 'dist', 'aws.js');
  writeFileSync(file, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(entry)} "$@"\n`);
  chmodSync(file, 0o755);
  return {
    kind: 'stand-in',
    says: `a small stand-in for the AWS CLI, which understands only the pages’ own commands (${reason})`,
    pathPrepend: [folder],
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The version of the installed AWS CLI if it is recent enough for the pages, or the reason why it will not do. */
export async function probeAwsCli(env: Env): Promise<Probed> {
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'codepipeline-lab-home-'));
  try {
    return await probe(env, home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The AWS CLI of this machine if it is recent enough, else the stand-in. `wanted` asks for one of them. */
export async function chooseAwsCli(env: Env, wanted: 'auto' | 'stand-in' = 'auto'): Promise<AwsCli> {
  if (wanted === 'stand-in') return standIn('as asked');
  const found = await probeAwsCli(env);
  if ('reason' in found) return standIn(found.reason);
  return { kind: 'installed', says: found.version, pathPrepend: [], close: () => {} };
}
