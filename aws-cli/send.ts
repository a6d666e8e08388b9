import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inCliFormat } from './cli-format.ts';
import { withS3Differences } from './s3-differences.ts';
import { type Operation, streamOf } from './schema.ts';
import type { SdkClient, Service } from './services.ts';

export type Output = Record<string, unknown>;

/**
 * Returns a function that makes one call: it takes the operation's input, saves an object's bytes to `outfile`, and
 * returns the answer as the CLI shows it.
 */
export function senderOf(
  service: Service,
  operation: Operation,
  client: SdkClient,
  outfile?: string,
): (input: Output) => Promise<Output> {
  return withS3Differences(operation, client, async (input) => {
    const answer = await client.send(service.command(operation, input));
    if (outfile !== undefined) await save(answer[streamOf(operation.output) ?? ''], outfile);
    return inCliFormat(operation, answer);
  });
}

async function save(body: unknown, path: string): Promise<void> {
  await pipeline(body instanceof Readable ? body : Readable.from([]), createWriteStream(path));
}
