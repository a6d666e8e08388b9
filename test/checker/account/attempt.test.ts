import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, describe, expect, it } from 'vitest';
import { attempt, StallDetector } from '../../../checker/account/attempt.ts';
import { makeCalls } from '../../../checker/account/calls.ts';
import { type Clients, makeClients } from '../../../checker/account/clients.ts';
import { object } from '../../../checker/account/s3.ts';

const minute = 60_000;
const hang = () => Promise.reject(Object.assign(new Error('no answer'), { name: 'TimeoutError' }));
const refuse = () => Promise.reject(Object.assign(new Error('no'), { $metadata: { httpStatusCode: 403 } }));

/** Attempts with a clock that the test sets. `made` counts the calls that were sent. */
function attempts() {
  let now = 0;
  let made = 0;
  const stall = new StallDetector(() => now);
  return {
    at(time: number, send: () => Promise<unknown>) {
      now = time;
      return attempt({ stall, timeoutMs: 1000 }, () => {
        made++;
        return send();
      }).catch((error: Error) => `${error.name}: ${error.message}`);
    },
    made: () => made,
  };
}

describe('an account that does not answer any more', () => {
  it('is not called again, after a minute in which no call was answered', async () => {
    const { at, made } = attempts();
    await at(0, hang);
    await at(minute - 1, hang);
    expect(await at(minute + 1, hang)).toBe('Stalled: no call was answered for 60 s, so no more were made');
    expect(made()).toBe(2);
  });

  it('is called again after a pause, in case it can be reached by now', async () => {
    const { at, made } = attempts();
    await at(0, hang);
    await at(minute - 1, hang);
    expect(await at(minute + 15_000, async () => 'answer')).toBe('answer');
    expect(await at(minute + 15_001, hang)).toBe('TimeoutError: no answer');
    expect(made()).toBe(4);
  });

  it('is not one that refuses every call, or that nobody has called for a while', async () => {
    const { at } = attempts();
    for (let time = 0; time < 5 * minute; time += minute / 4)
      expect(await at(time, refuse)).toBe('Error: no');
    expect(await at(60 * minute, hang)).toBe('TimeoutError: no answer');
  });
});

describe('an answer that never ends', () => {
  let server: Server | undefined;
  let clients: Clients | undefined;

  afterEach(async () => {
    clients?.destroy();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  /** Clients of a server that sends the head of an answer, and then one byte after another. */
  async function slowly(): Promise<Clients> {
    server = createServer((_req, res) => {
      res.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '100000' });
      const timer = setInterval(() => res.write(' '), 20);
      res.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    clients = makeClients({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    return clients;
  }

  it('fails when its time is over, though bytes arrive', async () => {
    const client = await (await slowly()).get('codepipeline');
    const limits = { stall: new StallDetector(), timeoutMs: 300 };
    const slow = attempt(limits, (abortSignal) => client.send(new ListPipelinesCommand({}), { abortSignal }));
    await expect(slow).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'no complete answer in 0.3 s',
    });
  });

  it('makes a list and an object unknown when the run ends', async () => {
    const ending = new AbortController();
    const calls = makeCalls(await slowly(), { signal: ending.signal });
    const list = calls.read('codepipeline', 'ListPipelines', {});
    const content = object(calls, { name: 'b', owner: '111122223333', region: 'us-east-1' }, 'k');
    setTimeout(() => ending.abort(), 200);
    for (const fact of await Promise.all([list, content]))
      expect(fact).toMatchObject({ state: 'unknown', error: { cause: 'timeout' } });
  });
});
