import type { Calls } from '../checker/account/calls.ts';
import { connections } from '../checker/account/connections.ts';
import { type Fact, known } from '../checker/account/fact.ts';
import type { CallRequest } from '../checker/account/recording.ts';
import { buckets } from '../checker/account/s3.ts';

/**
 * Returns a call about one resource from the account's listings, which all seats share, in the shape of that
 * call's own answer. Undefined where no listing has the resource, so that the call has to be made.
 */
export async function answerFromListing(calls: Calls, call: CallRequest): Promise<Fact<unknown> | undefined> {
  if (call.region !== calls.clients.region) return undefined;
  switch (`${call.service} ${call.operation}`) {
    case 's3 HeadBucket': {
      // ListBuckets has only the account's own buckets, so the bucket has the expected owner.
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
