import type { Operation } from './schema.ts';
import { membersOf } from './schema.ts';
import type { SdkClient } from './services.ts';

type Output = Record<string, unknown>;
type Send = (input: Output) => Promise<Output>;

/** Wraps `send` for the few operations on which the SDK and the CLI differ, so that the result is the CLI's. */
export function withS3Differences(operation: Operation, client: SdkClient, send: Send): Send {
  if (operation.service !== 's3api') return send;
  if (operation.name === 'CreateBucket') return withoutRegionDefault(client, send);
  if (operation.name === 'GetBucketLocation') {
    return async (input) => ({ LocationConstraint: null, ...(await send(input)) });
  }
  if (operation.name === 'PutObject') return (input) => send({ ...UPLOAD_DEFAULTS, ...input });
  if (membersOf(operation.input).has('EncodingType')) return withUrlEncodedKeys(send);
  return send;
}

/** What S3 assumes for an upload without a body or a content type. The SDK would send other values. */
const UPLOAD_DEFAULTS = { Body: Buffer.alloc(0), ContentType: 'binary/octet-stream' };

/** The SDK adds the client's region as the bucket's. The CLI sends the input as it is, and S3 may reject it. */
function withoutRegionDefault(client: SdkClient, send: Send): Send {
  return (input) => {
    // A copy, because the SDK changes the input that it is given.
    const sent = structuredClone(input);
    const useSentInput = (next: (args: { input: Output }) => unknown) => (args: { input: Output }) =>
      next({ ...args, input: sent });
    client.middlewareStack.add(useSentInput, {
      step: 'initialize',
      priority: 'low',
      name: 'createBucketAsGiven',
    });
    return send(input);
  };
}

const ENCODED = [
  'Key',
  'Prefix',
  'Delimiter',
  'StartAfter',
  'Marker',
  'NextMarker',
  'KeyMarker',
  'NextKeyMarker',
];

/**
 * XML cannot contain every key. Lists are therefore requested URL-encoded and decoded here, unless the user asked for
 * an encoding.
 */
function withUrlEncodedKeys(send: Send): Send {
  return async (input) => {
    if (input.EncodingType !== undefined) return send(input);
    const answer = await send({ ...input, EncodingType: 'url' });
    return answer.EncodingType === 'url' ? (decodedKeys(answer) as Output) : answer;
  };
}

function decodedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decodedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && ENCODED.includes(name)
        ? decodeURIComponent(each.replaceAll('+', ' '))
        : decodedKeys(each),
    ]),
  );
}
