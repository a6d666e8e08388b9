import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { adjusted } from './adjust.ts';
import { presented } from './present.ts';
import { type Operation, streamOf } from './schema.ts';
import type { Client, Service } from './services.ts';

export type Output = Record<string, unknown>;

/** One call of an operation: its input → its answer as the CLI shows it, an object's bytes saved to `outfile`. */
export function asking(
  service: Service,
  operation: Operation,
  client: Client,
  outfile?: string,
): (input: Output) => Promise<Output> {
  return adjusted(operation, client, async (input) => {
    const answer = await client.send(service.command(operation, input));
    if (outfile !== undefined) await save(answer[streamOf(operation.output) ?? ''], outfile);
    return presented(operation, answer);
  });
}

async function save(body: unknown, path: string): Promise<void> {
  await pipeline(body instanceof Readable ? body : Readable.from([]), createWriteStream(path));
}
