import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a learner's own shell does with a block that is pasted into it. */
export interface InteractiveShell {
  paste(block: string, timeoutMs: number): Promise<{ exit: number; stdout: string; stderr: string }>;
  close(): Promise<void>;
}

const startUp: Record<string, string[]> = { bash: ['--noprofile', '--norc', '-i'], zsh: ['-f', '-i'] };

/**
 * Opens an interactive shell, which differs from one that runs a file: it knows a history, and "!" with it;
 * zsh's knows no comments; and a failing command doesn't end it.
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
      // What was printed before the status may still be on its way through its own pipe.
      await new Promise((resolve) => setImmediate(resolve));
      return { exit: Number(status), ...printed };
    },
    async close() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await closed;
    },
  };
}
