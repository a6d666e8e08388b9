import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatVersion, requireKnownVersion } from '../checker/lab/format-version.ts';
import { type Lab, labFrom, SettingsError, settingKeys } from '../checker/lab/lab.ts';
import { didYouMean } from '../terminal/did-you-mean.ts';
import { grouped, text } from '../terminal/options.ts';
import { CliError } from './errors.ts';
import { kitRoot, labHome, writeFileAtomically } from './home.ts';

export const targetKinds = ['live', 'practice', 'endpoint'] as const;
export type TargetKind = (typeof targetKinds)[number];

type Env = Record<string, string | undefined>;

/** The content of `.lab/config.json`: the lab's settings, and the target that `lab use` stored. */
export interface StoredSettings {
  target?: TargetKind;
  [key: string]: unknown;
}

export const settingsFile = (env: Env): string => join(labHome(env), 'config.json');

/** The line of a key in the file, counted from 1. */
function lineOf(source: string, key: string): number {
  const at = source.search(new RegExp(`"${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"\\s*:`));
  return source.slice(0, Math.max(0, at)).split('\n').length;
}

function parse(file: string, source: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    const message = (error as Error).message;
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? source.length);
    const line = source.slice(0, position).split('\n').length;
    throw new CliError(
      `${file}, line ${line}: not JSON (${message}). Mend the line, or write the file anew: npx lab init`,
    );
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new CliError(`${file}, line 1: expected one JSON object. Write the file anew: npx lab init`);
  return document as Record<string, unknown>;
}

/**
 * Reads the settings file; returns an empty object if there is none. Throws CliError with file, line and key, or
 * UnknownVersion.
 */
export function readStoredSettings(env: Env): StoredSettings {
  const file = settingsFile(env);
  if (!existsSync(file)) return {};
  const source = readFileSync(file, 'utf8');
  const { version, ...stored } = parse(file, source);
  requireKnownVersion(file, version);
  for (const [key, value] of Object.entries(stored)) {
    const where = `${file}, line ${lineOf(source, key)}`;
    if (key === 'target') {
      if (!(targetKinds as readonly unknown[]).includes(value))
        throw new CliError(
          `${where}: target: ${JSON.stringify(value)} is none of ${targetKinds.join(', ')}. Type: npx lab use practice`,
        );
      continue;
    }
    const suggestion = didYouMean(key, [...settingKeys, 'target']);
    if (!settingKeys.includes(key))
      throw new CliError(
        `${where}: unknown key "${key}".${suggestion ? ` Did you mean "${suggestion}"?` : ''} Known keys: ${[...settingKeys, 'target'].join(', ')}.`,
      );
  }
  // Validate the values here, where their lines are known. The region can still come from elsewhere.
  const { target: _, ...settings } = stored;
  try {
    labFrom({ region: 'us-east-1', ...settings });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new CliError(
      `${file}, line ${lineOf(source, error.key.split('.').pop() ?? '')}: ${error.message}.`,
    );
  }
  return stored as StoredSettings;
}

export function writeStoredSettings(env: Env, stored: StoredSettings): void {
  writeFileAtomically(
    settingsFile(env),
    `${JSON.stringify({ version: formatVersion, ...stored }, null, 2)}\n`,
  );
}

/** The options of the settings, for `lab init`, which stores them. */
export const storedSettingOptions = {
  region: text({ value: 'REGION', help: 'the region of the lab, such as us-east-1' }),
  repository: text({ value: 'OWNER/NAME', help: 'your repository on GitHub' }),
  branch: text({ value: 'NAME', help: 'the branch that the pipeline follows', defaultText: 'main' }),
  clone: text({
    value: 'DIR',
    help: 'the folder of your clone',
    defaultText: 'workspace/<name>, if that is a clone',
  }),
  seat: text({ value: 'ID', help: 'your seat in a class: 1 to 12 of a-z, 0-9 and -' }),
  account: text({ value: 'ID', help: 'the account to hold the lab to: any other stops every command' }),
};

/** The options of the settings, for every command that uses settings. */
export const settingOptions = grouped('settings, which override those of lab init', storedSettingOptions);

/** What the user gave of the settings on the command line. */
export type SettingValues = { readonly [K in keyof typeof storedSettingOptions]?: string | undefined };

const settingNames = Object.keys(storedSettingOptions) as (keyof typeof storedSettingOptions)[];

/** The settings of flags and LAB_… variables, which override the stored ones. */
export function overridingSettings(values: SettingValues, env: Env): Record<string, unknown> {
  const overriding: Record<string, unknown> = {};
  for (const key of settingNames) {
    const value = values[key] ?? (env[`LAB_${key.toUpperCase()}`] || undefined);
    if (value !== undefined) overriding[key] = key === 'clone' ? resolve(value) : value;
  }
  return overriding;
}

/**
 * The lab's settings: flags override the environment, which overrides the file. The region can also come from
 * AWS_REGION or AWS_DEFAULT_REGION. The clone defaults to `workspace/<repository's name>` if that is a clone.
 */
export function loadLab(values: SettingValues, env: Env, fallbackRegion?: string): Lab {
  const { target: _, ...stored } = readStoredSettings(env);
  const settings: Record<string, unknown> = { ...stored, ...overridingSettings(values, env) };
  settings.region ??= env.AWS_REGION || env.AWS_DEFAULT_REGION || fallbackRegion;
  if (settings.region === undefined)
    throw new CliError(
      'No region is set. Type: export AWS_REGION=us-east-1, or write it down: npx lab init --region us-east-1',
    );
  try {
    const lab = labFrom(settings);
    const clone = join(kitRoot(), 'workspace', lab.repository?.split('/')[1] ?? '');
    if (lab.clone === undefined && lab.repository !== undefined && existsSync(join(clone, '.git')))
      lab.clone = clone;
    return lab;
  } catch (error) {
    if (error instanceof SettingsError) throw new CliError(`${error.message}.`);
    throw error;
  }
}
