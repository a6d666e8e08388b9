import { pages, pagingOf } from './paging.ts';
import type { S3Command } from './s3.ts';
import type { Operation } from './schema.ts';
import type { Output } from './send.ts';
import { listTime } from './time.ts';

interface ListPage {
  Buckets?: { Name: string; CreationDate: string }[] | null;
  Contents?: { Key: string; Size: number; LastModified: string }[] | null;
  CommonPrefixes?: { Prefix: string }[] | null;
}

/**
 * Prints what `aws s3 ls` prints: time, size and name of each object, and `PRE` before what would be a folder.
 * Returns the exit code: 1 when a prefix was given and no key begins with it.
 */
export async function printListing(
  command: Extract<S3Command, { verb: 'ls' }>,
  operation: Operation,
  send: (input: Output) => Promise<Output>,
  stdout: (text: string) => void,
): Promise<number> {
  const paging = pagingOf(operation);
  if (paging === undefined) throw new TypeError(`${operation.name} is not a list`);
  const { bucket, prefix, recursive } = command;
  const input =
    bucket === '' ? {} : { Bucket: bucket, Prefix: prefix, ...(recursive ? {} : { Delimiter: '/' }) };
  let found = false;
  for await (const page of pages(paging, input, send)) {
    for (const line of lines(page as ListPage, recursive)) {
      found = true;
      stdout(`${line}\n`);
    }
  }
  return prefix !== '' && !found ? 1 : 0;
}

function* lines({ Buckets, Contents, CommonPrefixes }: ListPage, wholeKeys: boolean): Generator<string> {
  for (const { Name, CreationDate } of Buckets ?? []) yield `${listTime(new Date(CreationDate))} ${Name}`;
  for (const { Prefix } of CommonPrefixes ?? []) yield `${'PRE'.padStart(30)} ${Prefix.split('/').at(-2)}/`;
  for (const { Key, Size, LastModified } of Contents ?? []) {
    const name = wholeKeys ? Key : Key.split('/').at(-1);
    yield `${listTime(new Date(LastModified))} ${String(Size).padStart(10)} ${name}`;
  }
}
