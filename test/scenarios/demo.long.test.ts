import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseAwsCli } from '../../scenarios/aws-cli.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

const aws = await chooseAwsCli(process.env);
aws.close();

it.skipIf(aws.kind !== 'installed')(
  `the demo works with the installed AWS CLI (${aws.description})`,
  async () => {
    const home = emptyHome();
    const ended = await lab(['demo', '--quiet'], { HOME: home, LAB_HOME: join(home, 'lab'), TMPDIR: home });
    rmSync(home, { recursive: true, force: true });
    expect([ended.exit, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toContain(`aws is ${aws.description}`);
    expect(ended.stdout).toMatch(/^Done: 19 checks/m);
  },
);
