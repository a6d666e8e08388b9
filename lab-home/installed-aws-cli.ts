import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../checker/account/run-program.ts';

type Env = Record<string, string | undefined>;

// The probe, like every command of the pages, must not be able to reach AWS.
const isolatedEnv = (env: Env, home: string): Record<string, string> => ({
  PATH: env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
  HTTPS_PROXY: 'http://127.0.0.1:9',
});

type ProbeResult = { version: string } | { reason: string };

async function probe(env: Env, home: string): Promise<ProbeResult> {
  const options = { env: isolatedEnv(env, home), timeoutMs: 30_000 };
  const version = await runProgram('aws', ['--version'], options);
  if (typeof version.exit !== 'number') return { reason: 'no aws command is installed' };
  const name = `${version.stdout}${version.stderr}`.split(' ')[0] ?? 'aws';
  const skeleton = await runProgram(
    'aws',
    ['codeconnections', 'list-connections', '--generate-cli-skeleton'],
    options,
  );
  if (skeleton.exit === 0) return { version: name };
  return { reason: `${name} is too old to know codeconnections` };
}

/** The version of the installed AWS CLI if it is recent enough for the pages, or the reason why it is not. */
export async function probeAwsCli(env: Env): Promise<ProbeResult> {
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'codepipeline-lab-home-'));
  try {
    return await probe(env, home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
