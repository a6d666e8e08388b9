import { asking } from './ask.ts';
import { failureOf } from './errors.ts';
import type { Command } from './parse.ts';
import { listing } from './s3-list.ts';
import { presigned } from './s3-presign.ts';

/** Carries out an `aws s3` command; answers the exit code. */
export async function runS3(
  { globals, service, command }: Extract<Command, { kind: 's3' }>,
  env: NodeJS.ProcessEnv,
  stdout: (text: string) => void,
): Promise<number> {
  const client = service.client(globals, env);
  const name = command.verb === 'ls' && command.bucket === '' ? 'list-buckets' : 'list-objects-v2';
  try {
    if (command.verb === 'presign') {
      stdout(`${await presigned(client, command)}\n`);
      return 0;
    }
    const operation = service.operations.get(name);
    if (operation === undefined) throw new TypeError(`the SDK has no ${name}`);
    return await listing(command, operation, asking(service, operation, client), stdout);
  } catch (error) {
    throw failureOf(error, name === 'list-buckets' ? 'ListBuckets' : 'ListObjectsV2');
  } finally {
    client.destroy();
  }
}
