import { UsageError } from './errors.ts';
import { lookedAt } from './files.ts';
import { parse } from './parse.ts';

/**
 * Whether this is a command that the services' own schemas know: the words after `aws`, shell variables still as
 * `$NAME`. Nothing is read and nothing is called.
 */
export async function understands(argv: readonly string[]): Promise<{ ok: true } | { error: string }> {
  try {
    await parse(argv, lookedAt, {});
    return { ok: true };
  } catch (error) {
    if (error instanceof UsageError) return { error: error.message };
    throw error;
  }
}
