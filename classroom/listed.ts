import type { Calls } from '../checker/account/calls.ts';
import { connections } from '../checker/account/connections.ts';
import { type Fact, known } from '../checker/account/fact.ts';
import { buckets } from '../checker/account/s3.ts';
import type { Asked } from '../checker/account/tape.ts';

/**
 * What the account's lists, which all seats share, say of one thing of a seat's, as the operation that asks after
 * that thing alone would answer it. Undefined where they don't tell: a thing that is on no list has to be asked for.
 */
export async function listed(calls: Calls, asked: Asked): Promise<Fact<unknown> | undefined> {
  if (asked.region !== calls.clients.region) return undefined;
  switch (`${asked.service} ${asked.operation}`) {
    case 's3 HeadBucket': {
      // Only the account's own buckets are listed, and the caller's account is the owner that is asked for.
      const there = await itemOf(
        buckets(calls),
        ({ name }) => name === (asked.input as { Bucket: string }).Bucket,
      );
      return there?.region === undefined ? undefined : known({ BucketRegion: there.region });
    }
    case 'codeconnections GetConnection': {
      const { ConnectionArn } = asked.input as { ConnectionArn: string };
      const there = await itemOf(connections(calls), ({ arn }) => arn === ConnectionArn);
      if (there === undefined) return undefined;
      const { name: ConnectionName, provider: ProviderType, status: ConnectionStatus } = there;
      return known({ Connection: { ConnectionName, ConnectionArn, ProviderType, ConnectionStatus } });
    }
    default:
      return undefined;
  }
}

async function itemOf<T>(
  list: Promise<Fact<{ items: T[] }>>,
  is: (item: T) => boolean,
): Promise<T | undefined> {
  const fact = await list;
  return fact.state === 'known' ? fact.value.items.find(is) : undefined;
}
