import { UsageError } from './errors.ts';
import { parse } from './parse.ts';
import { staticContext } from './parse-context.ts';

/**
 * Whether this is a command that the services' own schemas know: the words after `aws`, shell variables still as
 * `$NAME`. Nothing is read and nothing is called.
 */
export async function validateCommand(argv: readonly string[]): Promise<{ ok: true } | { error: string }> {
  try {
    await parse(argv, staticContext, {});
    return { ok: true };
  } catch (error) {
    if (error instanceof UsageError) return { error: error.message };
    throw error;
  }
}
