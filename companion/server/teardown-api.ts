import type { ServerResponse } from 'node:http';
import type { CompanionOptions } from './options.ts';
import { events, json, refuse, wordsOf } from './send.ts';

/** The teardown of step 9's page: its plan, and carrying it out, one at a time. */
export function teardownApi(options: CompanionOptions) {
  let isDeleting = false;

  async function plan(response: ServerResponse): Promise<void> {
    try {
      json(response, 200, await options.plan());
    } catch (error) {
      json(response, 200, { error: wordsOf(error) });
    }
  }

  /** A person has typed the account's number, and it is the account that is asked: only then. */
  async function carryOut(response: ServerResponse, body: Record<string, unknown>): Promise<void> {
    const { digest, account } = body;
    if (typeof digest !== 'string' || !/^[0-9a-f]{16}$/.test(digest))
      return refuse(response, { status: 400, message: 'digest: expected the digest of the plan.' });
    const { account: own } = await options.target();
    if (account !== own)
      return refuse(response, { status: 400, message: `account: type the account's number, ${own}.` });
    if (isDeleting) return refuse(response, { status: 409, message: 'A teardown is under way already.' });
    isDeleting = true;
    const tell = events(response);
    try {
      const exit = await options.carryOut(digest, (text) => void tell('line', text));
      tell('end', { exit });
    } catch (error) {
      tell('trouble', { message: wordsOf(error) });
    } finally {
      isDeleting = false;
    }
    response.end();
  }

  return { plan, carryOut };
}
