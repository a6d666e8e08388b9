import type { Operation } from './schema.ts';
import { membersOf } from './schema.ts';
import type { Client } from './services.ts';

type Output = Record<string, unknown>;
type Ask = (input: Output) => Promise<Output>;

/** The few places where the SDK and the CLI treat S3 differently: done the CLI's way. */
export function adjusted(operation: Operation, client: Client, ask: Ask): Ask {
  if (operation.service !== 's3api') return ask;
  if (operation.name === 'CreateBucket') return asGiven(client, ask);
  if (operation.name === 'GetBucketLocation') {
    return async (input) => ({ LocationConstraint: null, ...(await ask(input)) });
  }
  if (operation.name === 'PutObject') return (input) => ask({ ...UNSAID, ...input });
  if (membersOf(operation.input).has('EncodingType')) return anyKey(ask);
  return ask;
}

/** What S3 takes an upload for that says nothing of itself; the SDK would say something else. */
const UNSAID = { Body: Buffer.alloc(0), ContentType: 'binary/octet-stream' };

/** The SDK adds the client's region as the bucket's; the CLI sends what was written, and lets S3 refuse it. */
function asGiven(client: Client, ask: Ask): Ask {
  return (input) => {
    // A copy, since the SDK writes into what it was given.
    const sent = structuredClone(input);
    const given = (next: (args: { input: Output }) => unknown) => (args: { input: Output }) =>
      next({ ...args, input: sent });
    client.middlewareStack.add(given, { step: 'initialize', priority: 'low', name: 'createBucketAsGiven' });
    return ask(input);
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

/** XML cannot carry every key, so lists are asked for url-encoded and decoded here, unless asked for so by hand. */
function anyKey(ask: Ask): Ask {
  return async (input) => {
    if (input.EncodingType !== undefined) return ask(input);
    const answer = await ask({ ...input, EncodingType: 'url' });
    return answer.EncodingType === 'url' ? (decoded(answer) as Output) : answer;
  };
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && ENCODED.includes(name)
        ? decodeURIComponent(each.replaceAll('+', ' '))
        : decoded(each),
    ]),
  );
}
