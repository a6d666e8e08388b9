import { join } from 'node:path';
import { type AwsCli, standIn } from '../aws-cli/stand-in.ts';
import { kitRoot } from '../lab-home/home.ts';
import { probeAwsCli } from '../lab-home/installed-aws-cli.ts';

/**
 * Returns this machine's AWS CLI if it is recent enough, else the stand-in. `'stand-in'` does not look for an
 * installed CLI.
 */
export async function chooseAwsCli(
  env: Record<string, string | undefined>,
  wanted: 'auto' | 'stand-in' = 'auto',
): Promise<AwsCli> {
  const entry = join(kitRoot(), 'dist', 'aws.js');
  if (wanted === 'stand-in') return standIn('as asked', entry);
  const found = await probeAwsCli(env);
  if ('reason' in found) return standIn(found.reason, entry);
  return { kind: 'installed', description: found.version, pathPrepend: [], close: () => {} };
}
