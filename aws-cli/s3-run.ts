import { failureOf } from './errors.ts';
import type { AwsCommand } from './parse.ts';
import { printListing } from './s3-list.ts';
import { presignedUrl } from './s3-presign.ts';
import { senderOf } from './send.ts';

/** Runs an `aws s3` command; returns the exit code. */
export async function runS3(
  { globals, service, command }: Extract<AwsCommand, { kind: 's3' }>,
  env: NodeJS.ProcessEnv,
  stdout: (text: string) => void,
): Promise<number> {
  const client = service.client(globals, env);
  const name = command.verb === 'ls' && command.bucket === '' ? 'list-buckets' : 'list-objects-v2';
  try {
    if (command.verb === 'presign') {
      stdout(`${await presignedUrl(client, command)}\n`);
      return 0;
    }
    const operation = service.operations.get(name);
    if (operation === undefined) throw new TypeError(`the SDK has no ${name}`);
    return await printListing(command, operation, senderOf(service, operation, client), stdout);
  } catch (error) {
    throw failureOf(error, name === 'list-buckets' ? 'ListBuckets' : 'ListObjectsV2');
  } finally {
    client.destroy();
  }
}
