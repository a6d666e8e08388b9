import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defined } from '../base/defined.ts';
import { readBounded } from '../lab-home/bounded-file.ts';
import { CliError } from '../lab-home/errors.ts';
import type { SettingValues } from '../lab-home/settings.ts';
import { didYouMean } from '../terminal/did-you-mean.ts';
import { withPathErrors } from './path-errors.ts';
import { RosterError, readRoster } from './roster.ts';
import type { Roster } from './seat.ts';

type Env = Record<string, string | undefined>;

const defaultFiles = ['class.yaml', 'class.yml', 'class.csv'] as const;

/**
 * The path of the roster: the file on the command line, else the one in the current folder. Throws CliError.
 */
export function rosterFile(positionals: readonly string[]): string {
  const [given, ...more] = positionals;
  if (more.length > 0) throw new CliError(`Expected one roster, found ${positionals.join(', ')}.`);
  if (given !== undefined) {
    if (!existsSync(given))
      throw new CliError(`There is no file ${given}. Make a roster: npx lab class init`);
    return given;
  }
  const found = defaultFiles.filter((name) => existsSync(name));
  if (found.length > 1) throw new CliError(`${found.join(' and ')} are both here: say which is meant.`);
  const [one] = found;
  if (one === undefined)
    throw new CliError(
      `There is no ${defaultFiles.join(', ')} in ${resolve('.')}. Make a roster (npx lab class init), or name its file.`,
    );
  return one;
}

/** A thousand seats have about 100 KB. */
const maxRosterBytes = 4 * 1024 * 1024;

/** Reads UTF-8, or UTF-16 with a byte order mark, which spreadsheet programs call "Unicode text". */
function readText(file: string): string {
  const advice = 'Name a roster, such as class.yaml or class.csv, or make one: npx lab class init';
  const bytes = withPathErrors(`${file} cannot be read`, advice, () =>
    readBounded(file, file, maxRosterBytes),
  );
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(
      `${file} is not UTF-8, so that names could not be read. Save it again: in Excel as "CSV UTF-8", elsewhere as UTF-8.`,
    );
  }
}

/** The profiles of this machine's AWS configuration, including the credentials file. */
async function profilesOf(env: Env): Promise<string[] | undefined> {
  // The SDK reads the files of the process's own HOME, which a command with another environment must not use.
  if (env !== process.env) return undefined;
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].sort();
}

/**
 * Reads and validates the class's roster: the file on the command line, else class.yaml, class.yml or
 * class.csv in the current folder. Throws CliError (exit 2) with every problem and its line.
 */
export async function loadRoster(
  positionals: readonly string[],
  values: Pick<SettingValues, 'region'>,
  env: Env,
): Promise<{ roster: Roster; file: string }> {
  const file = rosterFile(positionals);
  const region = values.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined);
  const profiles = await profilesOf(env);
  try {
    const roster = await readRoster(readText(file), {
      file,
      suggest: didYouMean,
      ...defined({ region, profiles }),
    });
    return { roster, file };
  } catch (error) {
    if (error instanceof RosterError) throw new CliError(error.message);
    throw error;
  }
}
