import type { Calls } from '../checker/account/calls.ts';
import { connections } from '../checker/account/connections.ts';
import { type Fact, known } from '../checker/account/fact.ts';
import type { CallRequest } from '../checker/account/recording.ts';
import { buckets } from '../checker/account/s3.ts';

/**
 * What the account's lists, which all seats share, say of one thing of a seat's, as the operation that asks after
 * that thing alone would answer it. Undefined where they don't tell: a thing that is on no list has to be asked for.
 */
export async function answerFromListing(calls: Calls, call: CallRequest): Promise<Fact<unknown> | undefined> {
  if (call.region !== calls.clients.region) return undefined;
  switch (`${call.service} ${call.operation}`) {
    case 's3 HeadBucket': {
      // Only the account's own buckets are listed, and the caller's account is the owner that is asked for.
      const bucket = await itemOf(
        buckets(calls),
        ({ name }) => name === (call.input as { Bucket: string }).Bucket,
      );
      return bucket?.region === undefined ? undefined : known({ BucketRegion: bucket.region });
    }
    case 'codeconnections GetConnection': {
      const { ConnectionArn } = call.input as { ConnectionArn: string };
      const connection = await itemOf(connections(calls), ({ arn }) => arn === ConnectionArn);
      if (connection === undefined) return undefined;
      const { name: ConnectionName, provider: ProviderType, status: ConnectionStatus } = connection;
      return known({ Connection: { ConnectionName, ConnectionArn, ProviderType, ConnectionStatus } });
    }
    default:
      return undefined;
  }
}

async function itemOf<T>(
  list: Promise<Fact<{ items: T[] }>>,
  matches: (item: T) => boolean,
): Promise<T | undefined> {
  const fact = await list;
  return fact.state === 'known' ? fact.value.items.find(matches) : undefined;
}
