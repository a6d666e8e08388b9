import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../cli/commands/teardown.ts';
import { CliError } from '../../lab-home/errors.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import type { Io, Values } from '../../terminal/command.ts';
import { everything } from '../checker/teardown/teardown-session.ts';
import { digestIn, runCommand } from '../kit/run-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
const homes: string[] = [];
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(async () => {
  await built.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** Runs the command as `lab` does. Resolves to its output. */
function commandFor(lab: LabAccount, more: Partial<Io> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'lab-home-'));
  homes.push(home);
  const io = { env: { ...lab.env, LAB_HOME: home }, ...more };
  const run = (values: Values, positionals: string[] = []) => runCommand(command, values, io, positionals);
  return { home, run };
}

describe('lab teardown', () => {
  it('prints the plan without a terminal, deletes nothing, and exits with 2', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const { exit, text } = await commandFor(lab).run({});
    expect(exit).toBe(2);
    expect(text.split('\n')[0]).toBe(`practice account 000000000000 · us-east-1 · ${lab.practice.endpoint}`);
    for (const name of Object.values(lab.names).filter(
      (name) => typeof name === 'string' && name !== lab.names.policy,
    ))
      expect(text).toContain(name);
    expect(text).toContain(`npx lab teardown --confirm ${digestIn(text)}`);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(everything(lab)).toEqual(before);
  });

  it('deletes with the digest of a dry run, proves it, and writes a journal by target, account and region', async () => {
    const lab = await built.open();
    const { home, run } = commandFor(lab);
    const dry = await run({ 'dry-run': true });
    expect(dry.exit).toBe(0);
    const { exit, text } = await run({ confirm: digestIn(dry.text) });
    expect([exit, everything(lab).size]).toEqual([0, 0]);
    expect(text).toContain('Proven: nothing of the lab is left in this account and region.');
    expect(text).toContain(`  deleted   pipeline ${lab.names.pipeline}`);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(readdirSync(join(home, 'teardown'))).toEqual(['practice-000000000000-us-east-1.jsonl']);
    const second = await run({});
    expect([second.exit, second.text.includes('Nothing to delete.')]).toEqual([0, true]);
  });

  it('prints one document as json, and nothing else', async () => {
    const lab = await built.open();
    const { run } = commandFor(lab);
    const first = JSON.parse((await run({ reporter: 'json' })).text);
    expect(first).toMatchObject({
      schemaVersion: 1,
      target: { kind: 'practice', account: '000000000000', region: 'us-east-1' },
      state: 'unconfirmed',
      exit: 2,
      unknown: [],
    });
    expect(first.delete.map(({ kind }: { kind: string }) => kind)).toContain('role');
    const last = await run({ reporter: 'json', confirm: first.digest });
    const document = JSON.parse(last.text);
    expect([last.exit, document.state, document.proof.proved]).toEqual([0, 'done', true]);
    expect(document.proof.gone.length).toBeGreaterThanOrEqual(5);
  });

  it('stops before any other call if the credentials belong to another account than the pinned one', async () => {
    const lab = await built.open();
    const stopped = commandFor(lab).run({ account: '111122223333' });
    await expect(stopped).rejects.toThrow('held to account 111122223333');
    await expect(stopped).rejects.toMatchObject({ exit: 2 });
  });

  it.each([
    [{ reporter: 'junit' }, [], 'expected human or json'],
    [{ confirm: 'yes' }, [], '16 characters'],
    [{ confirm: '0123456789abcdef', 'dry-run': true }, [], 'give one of them'],
    [{}, ['step-9'], 'takes no "step-9"'],
  ])('rejects %j %j', async (values, positionals, message) => {
    const lab = await built.open();
    const refused = commandFor(lab).run(values, positionals);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(CliError);
  });

  it('exits with 130 when it is interrupted', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const { exit, text } = await commandFor(lab, { signal: AbortSignal.abort() }).run({
      confirm: '0123456789abcdef',
    });
    expect([exit, text.includes('Stopped before anything was deleted.')]).toEqual([130, true]);
    expect(everything(lab)).toEqual(before);
  });

  it('reports wrong keys and exits with 4', async () => {
    const lab = await built.open();
    lab.env.AWS_SECRET_ACCESS_KEY = 'not-the-secret';
    await expect(commandFor(lab).run({})).rejects.toMatchObject({ exit: 4 });
  });
});
