import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { emptyHome, lab } from '../../kit/lab-command.ts';
import { root } from '../../kit/root.ts';
import { golden } from './golden.ts';
import { normalizer } from './normalize.ts';

it('keeps what lab practice prints until it serves, and what lab env prints after that', async () => {
  const home = emptyHome();
  const env = { PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: join(home, 'lab') };
  const args = [join(root, 'dist', 'lab.js'), 'practice', '--port', '0', '--ephemeral'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const printed = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (/^export LAB_PRACTICE_TOKEN=.*\n/m.test(text)) resolve(text);
    });
    child.once('exit', () => reject(new Error(text)));
  });
  const again = await lab(['env'], env);
  child.kill('SIGINT');
  await ended;
  rmSync(home, { recursive: true, force: true });
  const normalize = normalizer();
  const text = `$ lab practice --port 0 --ephemeral\n${printed}\n$ lab env\n${again.stdout}`;
  golden(
    'errors/practice.txt',
    normalize(text)
      .replace(/(?<=AWS_SECRET_ACCESS_KEY=)[\w-]+/g, '<secret>')
      .replace(/(?<=http:\/\/learner:)[\w-]+(?=@)/g, '<password>'),
  );
});
