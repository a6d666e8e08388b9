import { spawn } from 'node:child_process';
import { GetPipelineStateCommand } from '@aws-sdk/client-codepipeline';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../checker/engine/run.ts';
import type { Finding, Verdict } from '../../checker/steps/finding.ts';
import { minDelayMs, nextDelay } from '../../cli/watch/poll-interval.ts';
import { type WatchContext, watch } from '../../cli/watch/watch.ts';
import { CliError } from '../../lab-home/errors.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { lab } from '../kit/lab-command.ts';

const finding = (check: string, verdict: Verdict, more: Partial<Finding> = {}): Finding => ({
  check,
  verdict,
  title: `Title of ${check}`,
  expected: 'expected',
  found: `found ${verdict}`,
  why: 'why',
  fix: `fix ${check}`,
  link: `labs/steps/page.md#${check}`,
  ...more,
});
const runOf = (...findings: Finding[]): Run => {
  const order: Verdict[] = ['pass', 'waiting', 'unknown', 'fail'];
  const verdict = order.findLast((one) => findings.some((each) => each.verdict === one)) ?? 'pass';
  const step = { id: 'step-3' as const, name: 'bucket' as const, title: 'The bucket', verdict, findings };
  return { schemaVersion: 1, verdict, steps: [step], calls: [] };
};

/** A watch over invented checks and keys. The clock moves only while the watch waits. */
async function playWatch(results: (Run | Error)[], keys: (string | undefined)[] = [], hasKeys = true) {
  const output: string[] = [];
  const waits: number[] = [];
  const stopped = new AbortController();
  let time = Date.parse('2026-03-01T10:00:00Z');
  const context: WatchContext = {
    async check() {
      const next = results.shift();
      if (next === undefined) throw new Error('looked more often than was thought of');
      if (next instanceof Error) throw next;
      return { run: next, line: 'the account' };
    },
    print: (line) => output.push(line),
    now: () => time,
    async nextKey(milliseconds) {
      waits.push(milliseconds);
      const key = keys.shift();
      // A pressed key arrives after a moment. Without one the time passes.
      time += key === undefined ? milliseconds : 200;
      if (key === 'ctrl-c') stopped.abort();
      return key;
    },
    signal: stopped.signal,
    hasKeyboard: hasKeys,
  };
  return { exit: await watch(context), output, waits };
}

describe('a watch', () => {
  const failing = finding('bucket.versioned', 'fail', { cause: 'versioning-off' });
  const other = finding('bucket.exists', 'pass');

  it('shows the first check completely, then only changes, and exits with 0 when all pass', async () => {
    const { exit, output } = await playWatch([
      runOf(other, failing),
      runOf(other, failing),
      runOf(other, finding('bucket.versioned', 'waiting', { found: 'spreading for 3 s' })),
      runOf(other, finding('bucket.versioned', 'waiting', { found: 'spreading for 9 s' })),
      runOf(other, finding('bucket.versioned', 'pass')),
    ]);
    expect(exit).toBe(0);
    expect(output).toEqual([
      'the account',
      'space: look now · h: a hint · q: quit',
      '10:00:00 ✗ step-3 bucket, failed',
      '           ✗ step-3 Title of bucket.versioned, failed',
      expect.stringMatching(
        /^10:00:\d\d … step-3 Title of bucket.versioned, waiting \(was failed\): spreading for 3 s$/,
      ),
      expect.stringMatching(/^10:00:\d\d ✓ step-3 Title of bucket.versioned, passed \(was waiting\)$/),
      expect.stringMatching(/^10:00:\d\d ✓ everything passes\.$/),
    ]);
  });

  it('gives hints in three tiers, and starts again at another problem', async () => {
    const second = finding('bucket.tagged', 'fail');
    const { output } = await playWatch([runOf(failing), runOf(second)], ['h', 'h', 'h', 'h', ' ', 'h', 'q']);
    const hints = output.slice(output.findIndex((line) => line.startsWith('Where to look')));
    expect(hints).toEqual([
      'Where to look: Title of bucket.versioned',
      '  labs/steps/page.md#bucket.versioned',
      '  (h: more)',
      'What is wrong: found fail',
      '  expected  expected',
      '  why       why',
      '  known as  versioning-off: labs/causes/versioning-off.md',
      '  (h: more)',
      'What to type:',
      '  fix bucket.versioned',
      'What to type:',
      '  fix bucket.versioned',
      expect.stringContaining('Title of bucket.tagged, failed'),
      'Where to look: Title of bucket.tagged',
      '  labs/steps/page.md#bucket.tagged',
      '  (h: more)',
    ]);
  });

  it("quits on q with the last check's exit code, and on Ctrl-C with 130", async () => {
    expect((await playWatch([runOf(failing)], ['q'])).exit).toBe(1);
    expect((await playWatch([runOf(finding('a.b', 'unknown'))], ['q'])).exit).toBe(3);
    expect((await playWatch([runOf(failing)], ['ctrl-c'])).exit).toBe(130);
  });

  it('throws an error of the first check, and continues after later ones', async () => {
    await expect(playWatch([new CliError('no target')])).rejects.toThrow('no target');
    const gone = () => new CliError('Nobody answers');
    const { exit, output } = await playWatch([
      runOf(failing),
      gone(),
      gone(),
      runOf(finding('bucket.versioned', 'pass')),
    ]);
    expect(exit).toBe(0);
    expect(output.filter((line) => line.endsWith('? Nobody answers'))).toHaveLength(1);
    // An internal error is not retried.
    await expect(playWatch([runOf(failing), new TypeError('ours')])).rejects.toThrow('ours');
  });

  it('mentions no keys without a terminal', async () => {
    const { output } = await playWatch([runOf(other)], [], false);
    expect(output.join('\n')).not.toContain('q: quit');
  });
});

describe('the poll interval', () => {
  it('is short after a change, longer while nothing changes, and longest after errors', () => {
    expect(nextDelay(30_000, true, 'waiting')).toBe(minDelayMs);
    const calm = [0, 1, 2, 3, 4, 5, 6, 7, 8].reduce<number[]>(
      (delays) => [...delays, nextDelay(delays.at(-1) ?? minDelayMs, false, 'waiting')],
      [],
    );
    expect([...calm].sort((a, b) => a - b)).toEqual(calm);
    expect(calm.at(-1)).toBe(30_000);
    expect(nextDelay(30_000, true, 'unknown')).toBe(60_000);
    expect(nextDelay(minDelayMs, false, undefined)).toBe(8_000);
  });

  it('ignores a key that is held down', async () => {
    const failing = runOf(finding('a.b', 'fail'));
    // Two key presses come too soon after the check to start another one.
    expect((await playWatch([failing], [' ', ' ', 'q'])).exit).toBe(1);
    await expect(playWatch([failing], [' ', ' ', ' ', 'q'])).rejects.toThrow('looked more often');
  });
});

describe('lab check --watch', () => {
  let built: Awaited<ReturnType<typeof finishedLab>>;
  let account: LabAccount;
  beforeAll(async () => {
    built = await finishedLab('pipeline');
    account = await built.open();
  });
  afterAll(() => built.close());

  it('prints lines without a terminal, follows the approval, and exits with 0', async () => {
    const child = spawn(process.execPath, ['dist/lab.js', 'check', 'step-6', '--watch'], {
      env: account.env,
    });
    let printed = '';
    let complained = '';
    child.stderr.on('data', (data) => {
      complained += data;
    });
    const until = (text: string) =>
      new Promise<void>((resolve) => {
        const poll = () => printed.includes(text) && resolve();
        child.stdout.on('data', poll);
        poll();
      });
    child.stdout.on('data', (data) => {
      printed += data;
    });
    const over = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await until('waits for your approval');
    await account.approve(await account.git('rev-parse', 'HEAD'));
    expect(await over).toBe(0);
    expect(complained).toBe('');
    expect(printed).toContain('✓ everything passes.');
    expect(printed).not.toContain('\u001b');
    expect(printed.split('\n')[0]).toContain('practice account 000000000000');
    const { stageStates = [] } = await account.clients.pipelines.send(
      new GetPipelineStateCommand({ name: account.names.pipeline }),
    );
    expect(stageStates.at(-1)?.latestExecution?.status).toBe('Succeeded');
  });

  it('exits with 130 at a signal, and rejects another reporter', async () => {
    const suspended = {
      Bucket: account.names.deployBucket,
      VersioningConfiguration: { Status: 'Suspended' },
    };
    await account.clients.s3.send(new PutBucketVersioningCommand(suspended as never));
    const child = spawn(process.execPath, ['dist/lab.js', 'check', 'step-3', '--watch'], {
      env: account.env,
    });
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    const refused = await lab(['check', '--watch', '--reporter', 'json'], account.env);
    expect([refused.exit, refused.stderr]).toEqual([
      2,
      '--watch tells people what changes: leave out --reporter, or leave out --watch.\n',
    ]);
  });
});
