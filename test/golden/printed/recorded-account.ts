import { isUtf8 } from 'node:buffer';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CallOutcome, forward, type ProxiedCall, proxyTo } from '../../../scripts/support/proxy.ts';
import { root } from '../../kit/root.ts';

/** An HTTP response of AWS. A body that is not text, such as an artifact, is in Base64. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  body?: string;
  base64?: string;
}

const outcomeOf = ({ status, headers, body, base64 = '' }: Answer): CallOutcome => ({
  status,
  headers,
  body: body ?? Buffer.from(base64, 'base64'),
});

/** Calls that had the same answer, such as the same empty list of many regions. This is an entry of a recording. */
interface Recorded {
  calls: string[];
  answer: Answer;
}

/** A server that returns an account's recorded responses, the same ones each time. */
export interface RecordedAccount {
  endpoint: string;
  /** Calls that are missing from the recording. */
  unknown: string[];
  close(): Promise<void>;
}

const fileOf = (name: string) =>
  join(root, 'test', 'golden', 'printed', 'recorded-accounts', `${name}.json.txt`);

/** What distinguishes one call from another: service, region and input. Signatures and times are left out. */
function keyOf({ method, url, headers, body }: ProxiedCall): string {
  const scope = /Credential=[^/]+\/\d+\/([^/]+\/[^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  return [scope, method, url, headers['x-amz-target'] ?? '', body.toString()].join(' ').trimEnd();
}

const keptHeaders = ['content-type', 'x-amz-bucket-region'];
/** The identifier of a request shows only where the request fails, and it makes equal answers differ. */
const keptErrorHeaders = [...keptHeaders, 'x-amz-request-id', 'x-amzn-requestid'];

/** Makes a call, and returns the response without what differs each time. */
async function answerOf(endpoint: string, call: ProxiedCall): Promise<Answer> {
  const { status, headers: all, body: bytes } = await forward(endpoint, call);
  const kept = (status < 400 ? keptHeaders : keptErrorHeaders).flatMap((name) => {
    const value = all[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const body = isUtf8(bytes) ? { body: bytes.toString() } : { base64: bytes.toString('base64') };
  return { status, headers: Object.fromEntries(kept), ...body };
}

/**
 * Records an account's responses while `work` calls it. `GOLDEN_RECORD=1` does this once. A new recording has new
 * identifiers, and with them new digests.
 */
export async function recordAccount(
  name: string,
  endpoint: string,
  work: (endpoint: string) => Promise<unknown>,
): Promise<void> {
  const answers = new Map<string, Answer>();
  const recorder = await proxyTo(endpoint, async (seen): Promise<CallOutcome> => {
    const answer = await answerOf(endpoint, seen);
    answers.set(keyOf(seen), answer);
    return outcomeOf(answer);
  });
  try {
    await work(recorder.endpoint);
  } finally {
    await recorder.close();
  }
  const byAnswer = new Map<string, Recorded>();
  for (const [call, answer] of [...answers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const recorded = byAnswer.get(JSON.stringify(answer)) ?? { calls: [], answer };
    recorded.calls.push(call);
    byAnswer.set(JSON.stringify(answer), recorded);
  }
  mkdirSync(dirname(fileOf(name)), { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify([...byAnswer.values()], null, 2)}\n`);
}

/** Serves a recording. */
export async function recordedAccount(name: string): Promise<RecordedAccount> {
  if (!existsSync(fileOf(name))) throw new Error(`The recorded account ${name} is missing. See README.md.`);
  const recording = JSON.parse(readFileSync(fileOf(name), 'utf8')) as Recorded[];
  const answers = new Map(recording.flatMap(({ calls, answer }) => calls.map((call) => [call, answer])));
  const unknown: string[] = [];
  const { endpoint, close } = await proxyTo('http://127.0.0.1:9', (seen) => {
    const key = keyOf(seen);
    const answer = answers.get(key);
    if (answer !== undefined) return outcomeOf(answer);
    unknown.push(key);
    return { status: 400, body: '{"__type":"NotRecorded","message":"not recorded"}' };
  });
  return { endpoint, unknown, close };
}
