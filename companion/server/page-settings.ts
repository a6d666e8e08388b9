import { defined } from '../../base/defined.ts';
import { labFrom, type NameOverride, SettingsError } from '../../checker/lab/lab.ts';
import { openAccount } from '../../lab-home/account.ts';
import { CliError } from '../../lab-home/errors.ts';
import {
  overridingSettings,
  readStoredSettings,
  type StoredSettings,
  writeStoredSettings,
} from '../../lab-home/settings.ts';
import type { AccountValues } from '../../lab-home/target.ts';
import type { Io } from '../../terminal/command.ts';
import type { PageSettings } from './api-types.ts';

/** The checker's current settings, as far as the pages use them. Throws CliError, or NoCredentials. */
export async function pageSettings(values: AccountValues, env: Io['env']): Promise<PageSettings> {
  const { lab, clients } = await openAccount(values, env);
  clients.destroy();
  const { region, repository, branch, seat, names } = lab;
  const deployBucket = names?.deployBucket;
  return {
    region,
    branch,
    ...defined({ repository, seat, deployBucket }),
  };
}

/** The owner of the repository in the settings; undefined when the settings name no repository. Throws CliError. */
export function repositoryOwner(env: Io['env']): string | undefined {
  const repository = overridingSettings({}, env).repository ?? readStoredSettings(env).repository;
  return typeof repository === 'string' ? repository.split('/')[0] : undefined;
}

/**
 * Writes the settings that a page sent into the settings file, as `lab init` does. It removes each setting that is not
 * given, except for the region, which every call needs. Throws CliError with the wrong setting; then nothing is written.
 */
export function savePageSettings(requested: PageSettings, env: Io['env']): void {
  const { region, repository, branch, seat, deployBucket } = requested;
  const { names: previousNames, ...stored } = readStoredSettings(env) as StoredSettings & {
    names?: Partial<Record<NameOverride, string>>;
  };
  const { deployBucket: _, ...others } = previousNames ?? {};
  const names = { ...others, ...defined({ deployBucket }) };
  const settings = {
    ...stored,
    region: region ?? stored.region,
    repository,
    branch,
    seat,
    names: Object.keys(names).length > 0 ? names : undefined,
  };
  const { target: _target, ...lab } = settings;
  try {
    labFrom({ ...lab, region: lab.region ?? 'us-east-1' });
  } catch (error) {
    if (error instanceof SettingsError) throw new CliError(`${error.message}. Nothing was written.`);
    throw error;
  }
  // JSON omits undefined members, so these settings are removed from the file.
  writeStoredSettings(env, settings as StoredSettings);
}
