import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { openRemote } from '../../../../checker/account/sources/git.ts';
import { processesFor } from '../../../kit/processes.ts';
import { silentServer } from '../../../kit/silent-server.ts';

it.runIf(process.platform === 'linux')(
  'git leaves no process behind when its time is over or the run ends',
  async () => {
    const server = await silentServer();
    const ending = new AbortController();
    const inTime = openRemote(server.endpoint, 'ada/one', { timeoutMs: 1_000 });
    const ended = openRemote(server.endpoint, 'ada/two', { signal: ending.signal });
    const facts = [inTime.branches(), ended.branches()];
    await vi.waitFor(
      () => expect(processesFor(`${server.endpoint}/ada/two`).length).toBeGreaterThan(1),
      10_000,
    );
    ending.abort();
    for (const fact of await Promise.all(facts))
      expect(fact).toMatchObject({ state: 'unknown', error: { cause: 'timeout' } });
    await Promise.all([inTime.close(), ended.close()]);
    await vi.waitFor(() => expect(processesFor(server.endpoint)).toEqual([]));
    server.close();
  },
  30_000,
);

it.runIf(process.platform === 'linux')(
  'git gets credentials, but not among its arguments',
  async () => {
    const headers: (string | undefined)[] = [];
    const server = createServer((request) => headers.push(request.headers.authorization));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ending = new AbortController();
    const remote = openRemote(`http://ada:p%40ss-word@${host}/_git`, 'ada/one', { signal: ending.signal });
    const branches = remote.branches();
    await vi.waitFor(() => expect(headers).not.toEqual([]), 10_000);
    const lines = processesFor(host);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => /p(@|%40)ss-word/.test(line))).toEqual([]);
    expect(headers[0]).toBe(`Basic ${Buffer.from('ada:p@ss-word').toString('base64')}`);
    ending.abort();
    await branches;
    await remote.close();
    server.closeAllConnections();
    server.close();
  },
  30_000,
);
