import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  openShellSession,
  type ShellSession,
  type ShellSessionOptions,
} from '../../../labs/runner/shell-session.ts';

const sessions: ShellSession[] = [];
const folders: string[] = [];

function openTestSession(options: Partial<ShellSessionOptions> = {}): ShellSession {
  const cwd = mkdtempSync(join(tmpdir(), 'lab-session-test-'));
  folders.push(cwd);
  const opened = openShellSession({ env: {}, cwd, ...options });
  sessions.push(opened);
  return opened;
}

afterEach(async () => {
  for (const each of sessions.splice(0)) await each.close();
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

const alive = (pid: string) => {
  try {
    process.kill(Number(pid), 0);
    // A killed process that was not yet waited for counts as ended.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('one shell for all blocks', () => {
  test('keeps exports for the next block', async () => {
    const shell = openTestSession();
    expect((await shell.run('export COLOUR="blue"\ncd /')).exit).toBe(0);
    expect((await shell.run('echo "$COLOUR $PWD"')).stdout).toBe('blue /\n');
    expect(await shell.value('COLOUR')).toBe('blue');
    expect(await shell.value('NOT_SET')).toBeUndefined();
  });

  test('keeps stdout and stderr separate and complete, with blank lines and text without a newline', async () => {
    const heard = { stdout: '', stderr: '' };
    const shell = openTestSession({
      onOutput: (text, stream) => {
        heard[stream] += text;
      },
    });
    const result = await shell.run("printf 'a\\n\\nb'\necho é >&2");
    expect(result).toMatchObject({ exit: 0, stdout: 'a\n\nb', stderr: 'é\n', timedOut: false });
    expect(heard).toEqual({ stdout: 'a\n\nb', stderr: 'é\n' });
  });

  test('has only the given environment and an empty HOME', async () => {
    process.env.AWS_PROFILE = 'mine';
    const shell = openTestSession({ env: { AWS_REGION: 'eu-west-1' }, insteadOf: 'http://127.0.0.1:1/_git' });
    delete process.env.AWS_PROFILE;
    const { stdout } = await shell.run('env | grep -E "^(AWS|HTTPS|GIT)_" | sort\nls "$HOME"');
    expect(stdout.split('\n')).toEqual([
      'AWS_EC2_METADATA_DISABLED=true',
      'AWS_PAGER=',
      'AWS_REGION=eu-west-1',
      'GIT_CONFIG_NOSYSTEM=1',
      'GIT_TERMINAL_PROMPT=0',
      'HTTPS_PROXY=http://127.0.0.1:9',
      '',
    ]);
    const git = await shell.run('git config --get-urlmatch url.insteadOf x; git config --get-regexp "url.*"');
    expect(git.stdout).toBe('');
    const url = await shell.run('git config --get-regexp "^url"');
    expect(url.stdout).toBe('url.http://127.0.0.1:1/_git/.insteadof https://github.com/\n');
  });

  test('has an empty standard input, so that a prompt ends at once', async () => {
    const result = await openTestSession().run('read -r ANSWER');
    expect(result.exit).toBe(1);
  });
});

describe('a failing command', () => {
  test('stops its block, is named, and leaves the shell running', async () => {
    const shell = openTestSession();
    const result = await shell.run('export A="1"\n\nfalse\necho never');
    expect(result).toMatchObject({ exit: 1, stdout: '', failed: { line: 3, command: 'false' } });
    expect((await shell.run('echo "$A"')).stdout).toBe('1\n');
  });

  test.each([
    ['on the left of a pipe', 'cat /no/such/file | cat\necho never', 1],
    ['in an assignment', 'X="$(exit 7)"\necho never', 7],
    ['in a loop', 'for i in 1 2; do\n  false\n  echo never\ndone', 1],
    ['for an unknown command', 'no-such-command-here\necho never', 127],
    ['for a syntax error', 'echo "never', 2],
    ['at the end of a block', 'true\nfalse', 1],
  ])('is noticed %s', async (_where, block, exit) => {
    const result = await openTestSession().run(block);
    expect(result.exit).toBe(exit);
    expect(result.stdout).toBe('');
  });

  test.each([
    ['a condition', 'if false; then echo x; fi\necho on'],
    ['a loop’s condition', 'I=0\nuntil [ "$I" -eq 2 ]; do I=$((I + 1)); done\necho on'],
    ['the left of ||', 'false || echo on'],
  ])('is accepted in %s', async (_where, block) => {
    expect(await openTestSession().run(block)).toMatchObject({ exit: 0, stdout: 'on\n' });
  });

  test('that ends the shell itself is reported by its status', async () => {
    const shell = openTestSession();
    expect((await shell.run('echo bye\nexit 5')).exit).toBe(5);
    await expect(shell.run('true')).rejects.toThrow('has ended');
  });
});

describe('a shell session leaves nothing behind', () => {
  test('after a timeout, which ends the whole process group', async () => {
    const shell = openTestSession();
    const { stdout: child } = await shell.run('sleep 300 &\necho $!');
    const result = await shell.run('echo started\nsleep 300', { timeoutMs: 300 });
    expect(result).toMatchObject({ exit: 124, timedOut: true, stdout: 'started\n' });
    await shell.close();
    expect(alive(child.trim())).toBe(false);
  });

  test('after close, which ends its processes and deletes HOME, also during a command', async () => {
    let report: (pid: string) => void = () => {};
    const started = new Promise<string>((resolve) => {
      report = resolve;
    });
    const shell = openTestSession({ onOutput: (text) => report(text) });
    const home = await shell.value('HOME');
    const running = shell.run('sleep 300 &\necho $!\nwait');
    const child = (await started).trim();
    await shell.close();
    await running;
    await shell.close();
    expect(alive(child)).toBe(false);
    expect(existsSync(home ?? '/')).toBe(false);
  });
});
