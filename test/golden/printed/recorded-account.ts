import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { dirname, join } from 'node:path';
import { type CallOutcome, type ProxiedCall, proxyTo } from '../../../scripts/support/proxy.ts';
import { root } from '../../kit/root.ts';

/** An HTTP response of AWS. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A server that returns an account's recorded responses, the same ones each time. */
export interface RecordedAccount {
  endpoint: string;
  /** Calls that are missing from the recording. */
  unknown: string[];
  close(): Promise<void>;
}

const fileOf = (name: string) => join(root, 'test', 'golden', 'printed', 'recorded-accounts', `${name}.json`);

/** What distinguishes one call from another: service, region and input. Signatures and times are left out. */
function keyOf({ method, url, headers, body }: ProxiedCall): string {
  const scope = /Credential=[^/]+\/\d+\/([^/]+\/[^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  return [scope, method, url, headers['x-amz-target'] ?? '', body.toString()].join(' ').trimEnd();
}

const keptHeaders = ['content-type', 'x-amz-bucket-region', 'x-amz-request-id', 'x-amzn-requestid'];

/** Forwards a call unchanged. */
function answerOf(endpoint: string, { method, url, headers, body }: ProxiedCall): Promise<Answer> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      const kept = keptHeaders.flatMap((name) => {
        const value = answer.headers[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(kept), body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
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
    return answer;
  });
  try {
    await work(recorder.endpoint);
  } finally {
    await recorder.close();
  }
  const sorted = Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1)));
  mkdirSync(dirname(fileOf(name)), { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Serves a recording. */
export async function recordedAccount(name: string): Promise<RecordedAccount> {
  if (!existsSync(fileOf(name))) throw new Error(`The recorded account ${name} is missing. See README.md.`);
  const answers = JSON.parse(readFileSync(fileOf(name), 'utf8')) as Record<string, Answer>;
  const unknown: string[] = [];
  const { endpoint, close } = await proxyTo('http://127.0.0.1:9', (seen) => {
    const key = keyOf(seen);
    const answer = answers[key];
    if (answer === undefined) unknown.push(key);
    return answer ?? { status: 400, body: '{"__type":"NotRecorded","message":"not recorded"}' };
  });
  return { endpoint, unknown, close };
}
