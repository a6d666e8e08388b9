import { defined } from '../base/defined.ts';
import { type ClientSettings, type Clients, makeClients } from '../checker/account/clients.ts';
import type { RegionSettings } from '../checker/facts/values.ts';
import type { Lab } from '../checker/lab/lab.ts';
import { loadLab } from './settings.ts';
import { type AccountValues, resolveTarget, type Target } from './target.ts';

type Env = Record<string, string | undefined>;

/** The account that flags, environment and settings select. No call has been made to it yet. */
export interface OpenAccount {
  target: Target;
  lab: Lab;
  clients: Clients;
  regions: RegionSettings;
}

/** Clients of one region of a target; the caller destroys them. */
export function clientsIn(
  region: string,
  target: Target,
  options: Pick<ClientSettings, 'answerTimeoutMs' | 'isExplicitProfile' | 'credentials' | 'sockets'> = {},
): Clients {
  const { endpoint, profile, credentials } = target;
  return makeClients({
    region,
    ...defined({ endpoint, profile, credentials }),
    ...options,
  });
}

/** The region that the CLI's configuration file gives the profile in use. */
async function configuredRegion(env: Env): Promise<string | undefined> {
  // The SDK reads the file in the process's own HOME, which does not belong to any other environment.
  if (env !== process.env) return undefined;
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile } = await loadSharedConfigFiles();
  return configFile[env.AWS_PROFILE || 'default']?.region;
}

/** Throws CliError or NoCredentials if flags, environment and settings select none. The caller destroys the clients. */
export async function openAccount(values: AccountValues, env: Env): Promise<OpenAccount> {
  const target = await resolveTarget(values, env);
  // A practice account's keys belong to no profile, so the region of the configuration file does not apply.
  const config = target.kind === 'live' ? await configuredRegion(env) : undefined;
  const lab = loadLab(values, env, target.region ?? config);
  const clients = clientsIn(lab.region, target);
  const regions = {
    ...(env.AWS_REGION ? { AWS_REGION: env.AWS_REGION } : {}),
    ...(env.AWS_DEFAULT_REGION ? { AWS_DEFAULT_REGION: env.AWS_DEFAULT_REGION } : {}),
    ...(config ? { config } : {}),
  };
  return { target, lab, clients, regions };
}
