import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** The result of a block that is pasted into a learner's own shell. */
export interface InteractiveShell {
  paste(block: string, timeoutMs: number): Promise<{ exit: number; stdout: string; stderr: string }>;
  close(): Promise<void>;
}

const startUp: Record<string, string[]> = { bash: ['--noprofile', '--norc', '-i'], zsh: ['-f', '-i'] };

/**
 * Opens an interactive shell. It differs from one that runs a file: it has a history with "!", zsh has no comments, and
 * a failing command does not end it.
 */
export function openInteractive(
  shell: 'bash' | 'zsh',
  env: Record<string, string>,
  cwd: string,
): InteractiveShell {
  const child = spawn(shell, startUp[shell] ?? [], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  let status = '';
  let resume = () => {};
  child.stdout?.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    printed.stderr += chunk;
  });
  (child.stdio[3] as Readable).on('data', (chunk) => {
    status += chunk;
    resume();
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    async paste(block, timeoutMs) {
      printed.stdout = '';
      printed.stderr = '';
      status = '';
      const done = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${shell} waits: ${printed.stderr}`)), timeoutMs);
        resume = () => {
          if (!status.endsWith('\n')) return;
          clearTimeout(timer);
          resolve();
        };
      });
      child.stdin?.write(`${block}\nprintf '%s\\n' "$?" >&3\n`);
      await done;
      // Output before the status may still be in its own pipe.
      await new Promise((resolve) => setImmediate(resolve));
      return { exit: Number(status), ...printed };
    },
    async close() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await closed;
    },
  };
}
