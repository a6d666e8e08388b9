import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { withScratchRepository } from '../../console/server/git-host/scratch-repository.ts';
import { gitSettings } from '../../labs/runner/environment.ts';
import { processesFor } from '../kit/processes.ts';

const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

it.runIf(process.platform === 'linux')(
  'the console gives git credentials, but not as arguments',
  async () => {
    const headers: (string | undefined)[] = [];
    const server = createServer((request) => headers.push(request.headers.authorization));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { PATH: process.env.PATH, LAB_GIT_URL: `http://ada:p%40ss-word@${host}/_git` };
    const attempt = withScratchRepository(env, 'ada/one', (scratch) =>
      scratch.attempt(['ls-remote', '--heads', 'origin']),
    );
    await vi.waitFor(() => expect(headers).not.toEqual([]), 10_000);
    const lines = processesFor(host);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => /p(@|%40)ss-word/.test(line))).toEqual([]);
    expect(headers[0]).toBe(basic('ada:p@ss-word'));
    server.closeAllConnections();
    expect((await attempt).ok).toBe(false);
    server.close();
  },
);

it('the settings of a session replace the address of GitHub by one without credentials', () => {
  const settings = gitSettings('http://ada:p%40ss-word@127.0.0.1:4566/_git');
  expect(settings).toContain('[url "http://127.0.0.1:4566/_git/"]\n\tinsteadOf = https://github.com/\n');
  expect(settings).toContain(
    `[http "http://127.0.0.1:4566/"]\n\textraHeader = Authorization: ${basic('ada:p@ss-word')}\n`,
  );
  expect(settings).not.toMatch(/p(@|%40)ss-word/);
  expect(gitSettings(undefined)).not.toContain('[url');
});
