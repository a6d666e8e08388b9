import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteAccessKeyCommand, ListAccessKeysCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { SimulationReport } from '../../../classroom/simulator/report.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { emptyHome, lab } from '../../kit/lab-command.ts';

const entry = new URL('../../../dist/lab.js', import.meta.url).pathname;
const homes: string[] = [];
const home = () => {
  homes.push(emptyHome());
  return homes.at(-1) as string;
};
afterAll(() => {
  for (const one of homes) rmSync(one, { recursive: true, force: true });
});

describe('lab class simulate --reporter json', () => {
  it('runs a small class to its end: named causes, passed steps, clean seats, unchanged accounts', async () => {
    const own = home();
    const { exit, stdout, stderr } = await lab(
      ['class', 'simulate', '--seats', '5', '--faults', '3', '--seed', '7', '--reporter', 'json'],
      { HOME: own, LAB_HOME: own },
    );
    expect(stderr).toBe('');
    const document = JSON.parse(stdout) as SimulationReport;
    expect(document).toMatchObject({ schemaVersion: 1, verdict: 'pass', seed: 7, differences: [] });
    expect(exit).toBe(0);
    expect(document.troubles).toHaveLength(3);
    for (const { expected, named, right } of document.troubles)
      expect([named, right]).toEqual([expected, true]);
    expect(
      document.seats.map(({ begins, teardown, passed }) => [begins, teardown, passed.length]).sort(),
    ).toEqual([
      [false, 'not-begun', expect.any(Number)],
      ...Array.from({ length: 4 }, () => [true, 'clean', 8]),
    ]);
    expect(document.accounts.map(({ seats, same }) => [seats, same])).toEqual([
      [3, true],
      [1, true],
      [1, true],
    ]);
    // Each account had a resource before the class that the teardown could have taken for the class's.
    for (const { records } of document.accounts) expect(records).toBeGreaterThan(10);
    expect(document.calls.learners).toBeGreaterThan(100);
    expect(document.rounds.length).toBeGreaterThan(1);
    expect(readdirSync(join(own, 'simulated'))).toEqual([]);
  }, 60_000);
});

describe('lab class simulate', () => {
  it('runs a class in time, shows the commands to type, and ends with --until-done', async () => {
    const own = home();
    const { exit, stdout, stderr } = await lab(
      ['class', 'simulate', '--seats', '3', '--faults', '1', '--speed', '5000', '--until-done'],
      { HOME: own, LAB_HOME: own },
    );
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toContain('class status');
    expect(stdout.match(/has done step-8/g)).toHaveLength(3);
    expect(stdout.match(/is stuck: \S+/g)).toHaveLength(1);
    expect(stdout.match(/has repaired \S+/g)).toHaveLength(1);
    expect(readdirSync(join(own, 'simulated'))).toEqual([]);
  }, 60_000);

  /** A class that runs until it is stopped, slowly by default, once its accounts serve. */
  async function going(own: string, more = ['--speed', '1']) {
    const args = ['class', 'simulate', '--seats', '2', ...more];
    const child = spawn(process.execPath, [entry, ...args], {
      env: { PATH: process.env.PATH, HOME: own, LAB_HOME: own },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(printed)));
      child.stdout.on('data', (chunk) => {
        printed += chunk;
        if (printed.includes('The first line leads')) resolve();
      });
    });
    const env = readFileSync(join(own, 'simulated', 'simulated', 'env.sh'), 'utf8');
    const endpoint = /AWS_ENDPOINT_URL='(.*)'/.exec(env)?.[1] ?? '';
    return { child, ended, endpoint, env, printed: () => printed };
  }

  it('reports a learner who cannot continue, and the others continue to the end', async () => {
    const own = home();
    // Its day takes some six seconds at this speed.
    const { ended, env, printed } = await going(own, ['--faults', '0', '--speed', '1000', '--until-done']);
    const exports = Object.fromEntries(
      [...env.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, k, v]) => [k, v]),
    );
    const { iam, destroy } = clientsOf({
      region: 'us-east-1',
      endpoint: exports.AWS_ENDPOINT_URL ?? '',
      exports,
    });
    const { Users = [] } = await iam.send(new ListUsersCommand({}));
    const [unlucky] = Users.filter(({ UserName }) => UserName?.startsWith('lab-'));
    const UserName = unlucky?.UserName ?? '';
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    for (const { AccessKeyId } of AccessKeyMetadata)
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    destroy();
    expect(await ended).toBe(1);
    expect(printed().match(/has given up: .*InvalidClientTokenId/g)).toHaveLength(1);
    expect(printed().match(/has done step-8/g)).toHaveLength(1);
    expect(printed()).toMatch(/All are done but \S+\. The accounts end with the class\./);
  }, 120_000);

  it('serves until Ctrl-C, and leaves no file and no process', async () => {
    const own = home();
    const { child, ended, endpoint } = await going(own);
    expect((await fetch(`${endpoint}/_admin/state`)).status).toBe(403);
    const second = await lab(['class', 'simulate'], { HOME: own, LAB_HOME: own });
    expect([second.exit, second.stderr]).toEqual([2, expect.stringContaining('is going on')]);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    await expect(fetch(endpoint)).rejects.toThrow();
    expect(existsSync(join(own, 'simulated', 'simulated'))).toBe(false);
  }, 60_000);

  it('leaves no process after it was killed, and starts again after that', async () => {
    const own = home();
    const { child, ended, endpoint } = await going(own);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(fetch(endpoint)).rejects.toThrow(), { timeout: 20_000 });
    const again = await going(own);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(130);
  }, 60_000);

  it.each([
    [['--seats', '0'], '--seats 0: expected a whole number from 1 to 200, such as --seats 12.'],
    [['--seats', 'many'], '--seats many: expected a whole number'],
    [
      ['--seats', '4', '--faults', '5'],
      '--faults 5: expected a whole number from 0 to 4, the number of seats.',
    ],
    [['--class', 'Ü'], '--class Ü: expected 1 to 40 of a-z'],
    [['--class', '../elsewhere'], '--class ../elsewhere: expected 1 to 40'],
    [['--speed', '0'], '--speed 0: expected a number from 0.1'],
    [['--reporter', 'xml'], '--reporter xml: expected human or json'],
    [['--kill'], '--kill goes with --reporter json.'],
    [['class.yaml'], 'lab class simulate takes no "class.yaml".'],
  ])('rejects %j before it starts anything', async (args, message) => {
    const own = home();
    const { exit, stderr } = await lab(['class', 'simulate', ...args], { HOME: own, LAB_HOME: own });
    expect([exit, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(readdirSync(own)).toEqual([]);
  });
});
