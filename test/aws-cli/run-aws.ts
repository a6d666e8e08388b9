import { run } from '../../aws-cli/run.ts';

export interface AwsResult {
  exit: number;
  stdout: string;
  stderr: string;
}

/** Runs the stand-in as its command does: with these arguments and the variables of the environment. */
export async function aws(...argv: string[]): Promise<AwsResult> {
  let stdout = '';
  let stderr = '';
  const exit = await run(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    env: process.env,
  });
  return { exit, stdout, stderr };
}

/**
 * Sets the environment of this test file's process: nothing from the machine, everything that points to the account.
 */
export function setEnvironment(variables: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    ...variables,
  });
}
