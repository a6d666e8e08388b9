import { loadService } from '../checker/account/operations/services.ts';
import { oneOf } from '../terminal/options.ts';
import { CliError, NoCredentials } from './errors.ts';
import { requireRunningPractice } from './home.ts';
import { readStoredSettings, type SettingValues, type TargetKind, targetKinds } from './settings.ts';

type Env = Record<string, string | undefined>;

/** The selected account, and how it is reached. */
export interface Target {
  kind: TargetKind;
  /** The URL of an AWS-compatible server; undefined for AWS itself. */
  endpoint?: string;
  /** Credentials from the environment or the practice account's record; undefined for the SDK's default chain. */
  credentials?: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
    /** The end of the session, if the environment sets it. */
    expiration?: Date;
  };
  profile?: string;
  /** Base URL of the git host. It can contain credentials. */
  gitUrl: string;
  /** A region to fall back on when no setting names one. */
  region?: string;
}

/** The option of the target, for every command that calls an account. */
export const targetOptions = {
  target: oneOf(
    { live: '', practice: '', endpoint: '' },
    { help: 'the account to look at', value: 'KIND', defaultText: 'what lab use chose', example: 'practice' },
  ),
};

/** What the user gave on the command line to select an account. */
export type AccountValues = SettingValues & { readonly target?: TargetKind | undefined };

/** Matches the access key IDs of practice accounts; those of AWS do not begin like this. */
export const practiceKey = /^A[KS]IAPRACTICE/;

const endpointVariables = (env: Env) =>
  Object.keys(env).filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name]);

const setupHint =
  'Two ways on: start the practice account in another terminal (npm run practice) and type eval "$(npx lab env)", or configure the AWS CLI for your own account (labs/steps/step-1-credentials.md).';

function credentialsOf(env: Env): Target['credentials'] {
  // A named profile overrides keys in the environment, as in the SDK.
  if (env.AWS_PROFILE || !env.AWS_ACCESS_KEY_ID || !env.AWS_SECRET_ACCESS_KEY) return undefined;
  // `aws configure export-credentials --format env` sets this variable; an invalid date is ignored.
  const expiration = new Date(env.AWS_CREDENTIAL_EXPIRATION ?? '');
  return {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    ...(Number.isNaN(expiration.getTime()) ? {} : { expiration }),
  };
}

async function hasCredentials(env: Env): Promise<boolean> {
  if (credentialsOf(env) !== undefined) return true;
  const sts = await loadService.sts();
  try {
    await sts.client({ region: 'us-east-1' }).config.credentials();
    return true;
  } catch (error) {
    // This error means that there are none. Others, such as a broken profile, are rethrown with their own message.
    if ((error as Error).name === 'CredentialsProviderError') return false;
    throw error;
  }
}

async function kindOf(flag: TargetKind | undefined, env: Env): Promise<TargetKind> {
  const kind = flag ?? (env.LAB_TARGET || undefined) ?? readStoredSettings(env).target;
  if (kind === undefined) {
    if (await hasCredentials(env)) return 'live';
    throw new NoCredentials(`No AWS credentials were found, and no target is chosen. ${setupHint}`);
  }
  if (!(targetKinds as readonly string[]).includes(kind))
    throw new CliError(`LAB_TARGET ${kind}: expected one of ${targetKinds.join(', ')}`);
  return kind as TargetKind;
}

function isLoopback(endpoint: string): boolean {
  try {
    return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
  } catch {
    throw new CliError(`AWS_ENDPOINT_URL ${endpoint}: expected an address such as http://127.0.0.1:4566`);
  }
}

function practiceTarget(env: Env): Target {
  const practiceEnv = env.AWS_ENDPOINT_URL ? env : requireRunningPractice(env).exports;
  const endpoint = practiceEnv.AWS_ENDPOINT_URL ?? '';
  if (!isLoopback(endpoint))
    throw new CliError(
      `The target is practice, but AWS_ENDPOINT_URL is ${endpoint}, which is not a practice account. Unset it, or choose --target endpoint.`,
    );
  const credentials = credentialsOf(practiceEnv);
  if (credentials === undefined || !practiceKey.test(credentials.accessKeyId))
    throw new CliError(
      `The target is practice, but the credentials are not a practice account's${practiceEnv.AWS_PROFILE ? ` (AWS_PROFILE is ${practiceEnv.AWS_PROFILE})` : ''}. Nothing was sent. Type: eval "$(npx lab env)"`,
    );
  return {
    kind: 'practice',
    endpoint,
    credentials,
    gitUrl: practiceEnv.LAB_GIT_URL ?? `${endpoint}/_git`,
    ...(practiceEnv.AWS_REGION ? { region: practiceEnv.AWS_REGION } : {}),
  };
}

function liveTarget(env: Env): Target {
  const overrides = endpointVariables(env);
  if (overrides.length > 0)
    throw new CliError(
      `The target is live AWS, but ${overrides.join(', ')} leads elsewhere. Unset it, or choose --target practice or --target endpoint.`,
    );
  const credentials = credentialsOf(env);
  if (credentials !== undefined && practiceKey.test(credentials.accessKeyId))
    throw new CliError(
      "The target is live AWS, but AWS_ACCESS_KEY_ID is a practice account's key. Type: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY, or choose --target practice",
    );
  return {
    kind: 'live',
    gitUrl: env.LAB_GIT_URL ?? 'https://github.com',
    ...(credentials ? { credentials } : {}),
    ...(env.AWS_PROFILE ? { profile: env.AWS_PROFILE } : {}),
  };
}

function endpointTarget(env: Env): Target {
  if (!env.AWS_ENDPOINT_URL)
    throw new CliError(
      'The target is endpoint, but AWS_ENDPOINT_URL is not set. Type: export AWS_ENDPOINT_URL=http://127.0.0.1:5000',
    );
  isLoopback(env.AWS_ENDPOINT_URL);
  const credentials = credentialsOf(env);
  return {
    kind: 'endpoint',
    endpoint: env.AWS_ENDPOINT_URL,
    gitUrl: env.LAB_GIT_URL ?? 'https://github.com',
    ...(credentials ? { credentials } : {}),
    ...(env.AWS_PROFILE ? { profile: env.AWS_PROFILE } : {}),
  };
}

/**
 * Resolves the target: `--target`, else LAB_TARGET, else what `lab use` stored, else live if credentials resolve.
 * Nothing else is guessed. Contradictory settings throw here, before any call.
 */
export async function resolveTarget({ target }: Pick<AccountValues, 'target'>, env: Env): Promise<Target> {
  const kind = await kindOf(target, env);
  if (kind === 'practice') return practiceTarget(env);
  return kind === 'live' ? liveTarget(env) : endpointTarget(env);
}
