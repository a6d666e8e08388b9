import type { ServerResponse } from 'node:http';
import type { CompanionOptions } from './options.ts';
import { messageOf, openEventStream, sendJson, sendRejection } from './responses.ts';

/** The API of the teardown on step 9's page: the plan, and carrying it out, one teardown at a time. */
export function teardownApi(options: CompanionOptions) {
  let isDeleting = false;

  async function plan(response: ServerResponse): Promise<void> {
    try {
      sendJson(response, 200, await options.plan());
    } catch (error) {
      sendJson(response, 200, { error: messageOf(error) });
    }
  }

  /** Carries out the plan only when the learner has typed the number of the target's account. */
  async function carryOut(response: ServerResponse, body: Record<string, unknown>): Promise<void> {
    const { digest, account } = body;
    if (typeof digest !== 'string' || !/^[0-9a-f]{16}$/.test(digest))
      return sendRejection(response, { status: 400, message: 'digest: expected the digest of the plan.' });
    const { account: targetAccount } = await options.target();
    if (account !== targetAccount)
      return sendRejection(response, {
        status: 400,
        message: `account: type the account's number, ${targetAccount}.`,
      });
    if (isDeleting)
      return sendRejection(response, { status: 409, message: 'A teardown is under way already.' });
    isDeleting = true;
    const sendEvent = openEventStream(response);
    try {
      const exit = await options.carryOut(digest, (text) => void sendEvent('line', text));
      sendEvent('end', { exit });
    } catch (error) {
      sendEvent('trouble', { message: messageOf(error) });
    } finally {
      isDeleting = false;
    }
    response.end();
  }

  return { plan, carryOut };
}
