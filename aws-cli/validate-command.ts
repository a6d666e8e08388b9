import { UsageError } from './errors.ts';
import { parse } from './parse.ts';
import { staticContext } from './parse-context.ts';

/**
 * Validates a command by the services' own schemas: the words after `aws`, which may contain shell variables as
 * `$NAME`. It reads no file and makes no call.
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
