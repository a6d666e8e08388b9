import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { Raw, type RawRequest } from '../raw.ts';

/**
 * A practice account that a test attacks as anyone can who reaches its port: a web page in the learner's browser, a
 * broken client, a hostile archive or repository.
 */
export interface AttackedAccount {
  practice: Practice;
  raw: Raw;
  /** The folder two levels above the state folder. It contains `secret.txt`, and nothing may escape into it. */
  outside: string;
  internalErrors: unknown[];
  /** Fails if a file appeared outside the state folder, or if the account reported an internal error. */
  expectNothingEscaped(): void;
  /** Fails unless the account still stores and returns an object, and nothing escaped. */
  expectIntact(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a practice account that has the bucket `safety`. */
export async function openAttackedAccount(): Promise<AttackedAccount> {
  const outside = mkdtempSync(join(tmpdir(), 'practice-safety-'));
  const stateDir = join(outside, 'deep', 'state');
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), 'a secret of the machine');
  const internalErrors: unknown[] = [];
  const practice = await startPractice({
    port: 0,
    stateDir,
    onInternalError: (error) => internalErrors.push(error),
  });
  const raw = new Raw(practice);
  expect((await raw.signed('s3', { method: 'PUT', target: '/safety' })).status).toBe(200);
  const expectNothingEscaped = () => {
    expect(readdirSync(outside).sort()).toEqual(['deep', 'secret.txt']);
    expect(readdirSync(join(outside, 'deep'))).toEqual(['state']);
    expect(internalErrors).toEqual([]);
  };
  return {
    practice,
    raw,
    outside,
    internalErrors,
    expectNothingEscaped,
    async expectIntact() {
      const body = 'still here';
      await raw.signed('s3', { method: 'PUT', target: '/safety/last', body });
      const got = await raw.signed('s3', { target: '/safety/last' });
      expect(got.body).toBe(body);
      expect(got.headers.etag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
      expectNothingEscaped();
    },
    async close() {
      await practice.close();
      rmSync(outside, { recursive: true, force: true });
    },
  };
}

/** Opens one attacked account for the tests of a file. Each test begins without internal errors. */
export function withAttackedAccount(use: (account: AttackedAccount) => void): void {
  let account: AttackedAccount;
  beforeAll(async () => {
    account = await openAttackedAccount();
    use(account);
  });
  afterAll(() => account.close());
  beforeEach(() => {
    account.internalErrors.length = 0;
  });
}

/** A request to CodePipeline in its JSON protocol. */
export const codePipelineRequest = (
  operation: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): RawRequest => ({
  method: 'POST',
  target: '/',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `CodePipeline_20150709.${operation}`,
    ...headers,
  },
  body,
});
