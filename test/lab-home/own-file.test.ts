import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRunningPractice, writeFileAtomically, writeRunningPractice } from '../../lab-home/home.ts';

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'own-file-'));
  mkdirSync(join(home, 'practice'));
  file = join(home, 'practice', 'running.json');
});

const running = {
  pid: process.pid,
  accountId: '000000000000',
  region: 'us-east-1',
  exports: { AWS_REGION: '$(touch /tmp/owned)' },
};
const read = () => readRunningPractice({ LAB_HOME: home });

describe('the record of a running practice account, whose exports a shell evaluates', () => {
  it('is read when only its owner can change it', () => {
    expect(read()).toBeUndefined();
    writeRunningPractice({ LAB_HOME: home }, running);
    expect(read()).toEqual(running);
    chmodSync(file, 0o644);
    expect(read()).toEqual(running);
  });

  it.each([0o666, 0o620])('is not read with the mode %o', (mode) => {
    writeRunningPractice({ LAB_HOME: home }, running);
    chmodSync(file, mode);
    expect(read).toThrow(`has the mode ${mode.toString(8)}, so other users can read or change it`);
  });

  it('is not read through a link', () => {
    writeFileSync(join(home, 'other'), '{}');
    symlinkSync(join(home, 'other'), file);
    expect(read).toThrow('ELOOP');
  });

  it.skipIf(process.getuid?.() !== 0)('is not read when another user owns it', () => {
    writeRunningPractice({ LAB_HOME: home }, running);
    chownSync(file, 65534, 65534);
    expect(read).toThrow('belongs to another user (65534), and is not used');
  });
});

it('a file is written atomically through no link of another user', () => {
  const other = join(home, 'other');
  writeFileSync(other, 'its text');
  symlinkSync(other, `${file}.${process.pid}.next`);
  writeFileAtomically(file, 'a secret');
  expect([readFileSync(other, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['its text', 'a secret']);
});
