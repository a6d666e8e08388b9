import { describe, expect, it } from 'vitest';
import type { Resource } from '../../checker/teardown/resource.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import type { Io } from '../../terminal/command.ts';
import { outputText } from '../../terminal/output.ts';

const resource = {
  kind: 'deploy-bucket',
  id: 'cp-s3-deploy-123456789012-ap-southeast-2',
  name: 'cp-s3-deploy-123456789012-ap-southeast-2',
} as Resource;

function progressText(interactive: boolean, steps: readonly number[]): string {
  let text = '';
  const stdout = (chunk: string) => {
    text += chunk;
  };
  const report = progressLines({ stdout, interactive, width: 80 } as unknown as Io);
  report({ event: 'deleting', resource });
  for (const done of steps) report({ event: 'emptying', resource, done, total: 52_003 });
  report({ event: 'done', resource, state: 'deleted' });
  return outputText(text);
}

describe('the progress of emptying a bucket', () => {
  it('is one line with count and rate in a terminal, truncated to any width', () => {
    const text = progressText(true, [1000]);
    expect(text).toContain('\r\u001b[2K  emptying');
    expect(text).toMatch(/ {2}emptying {2}1,000 of 52,003, [\d,]+ a second: deploy bucket cp-s3/);
    for (const line of text.split(/[\r\n]/)) expect(line.replace('\u001b[2K', '').length).toBeLessThan(80);
    expect(text.endsWith(`\r\u001b[2K  deleted   deploy bucket ${resource.name}\n`)).toBe(true);
  });

  it('is a line for every ten thousand in a log, without control characters', () => {
    const text = progressText(
      false,
      Array.from({ length: 52 }, (_, n) => (n + 1) * 1000),
    );
    expect(text.match(/emptying {2}\d0,000 of 52,003/g)).toHaveLength(5);
    expect(text).not.toContain('\u001b');
  });

  it('says after Ctrl-C, at once, how to go on', () => {
    let text = '';
    const stopping = new AbortController();
    const io = { stdout: (chunk: string) => (text += chunk), width: 80, signal: stopping.signal };
    const report = progressLines(io as unknown as Io, { resume: 'npm run teardown -- --resume' });
    report({ event: 'deleting', resource });
    expect(text).not.toContain('--resume');
    stopping.abort();
    expect(text).toContain('Stopping. To finish the teardown later: npm run teardown -- --resume\n');
  });
});
