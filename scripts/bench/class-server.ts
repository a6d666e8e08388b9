import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { exportsOf, openAccount } from '../../practice/admin/accounts.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { buildLab, type Milestone } from '../../scenarios/finished-lab/build-lab.ts';
import { labInAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';

/** What the practice account's process prints: its endpoint, its exports, and the ID of each account. */
export interface ClassServer {
  endpoint: string;
  exports: Record<string, string>;
  accounts: string[];
}

const region = 'us-east-1';
const original = { accountId: '111122223333', seat: 'bench-0000' };

export const seatName = (at: number) => `s-${String(at).padStart(5, '0')}`;
export const accountName = (at: number) => String(200_000_000_000 + at);
export const roleName = 'instructor';

/**
 * Copies all records of the original seat for another one. All names change to the new seat's, and its connection
 * gets a new ID.
 */
function recordCopier(practice: Practice) {
  const { store, events } = practice.emulator;
  const { seat } = original;
  const records = [...store.snapshot().tables].flatMap(([table, rows]) =>
    [...rows]
      .map(([key, record]) => ({ table, text: JSON.stringify([key, record]) }))
      .filter(({ text }) => text.includes(seat)),
  );
  const connection = /connection\/([0-9a-f-]{36})/.exec(records.map(({ text }) => text).join(' '))?.[1] ?? '';
  return {
    copy(accountId: string, name: string) {
      const id = randomUUID();
      for (const { table, text } of records) {
        const copied = text
          .replaceAll(seat, name)
          .replaceAll(original.accountId, accountId)
          .replaceAll(connection, id);
        const [key, record] = JSON.parse(copied) as [string, object];
        store.collection<object>(table).set(key, record);
      }
    },
    done: () => events.emit('restored'),
  };
}

/** Opens an account, and creates the role in it that the class's instructor assumes. */
async function addInstructor(practice: Practice, accountId: string): Promise<void> {
  const account = openAccount(practice.emulator, accountId);
  const { iam, destroy } = clientsOf({
    region,
    endpoint: practice.endpoint,
    exports: exportsOf(account, region, practice.endpoint),
  });
  const trust = policyDocument([
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${practice.accountId}:root` },
      Action: 'sts:AssumeRole',
    },
  ]);
  await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: trust }));
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn }));
  destroy();
}

/**
 * Serves a practice account with a class in it, from a process of its own. One lab is really built, up to this
 * milestone; its records are copied for every other seat. Prints one line of JSON, and serves until the process is
 * ended.
 */
export async function serveClass(
  milestone: Milestone,
  accounts: number,
  seatsPerAccount: number,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'bench-class-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  process.on('SIGTERM', () => process.exit(0));
  const practice = await startPractice({ port: 0, stateDir: join(root, 'account') });
  const account = openAccount(practice.emulator, original.accountId);
  const exports = exportsOf(account, region, practice.endpoint);
  mkdirSync(join(root, 'seat'));
  const lab = labInAccount({ ...practice, accountId: original.accountId, exports }, join(root, 'seat'), {
    seat: original.seat,
  });
  await buildLab(lab, milestone);
  // Nothing may be in progress but what waits for a person.
  await lab.until(async () => ((await lab.git('status')) === undefined ? undefined : true));
  await lab.close();
  const { copy, done } = recordCopier(practice);
  const accountIds = Array.from({ length: accounts }, (_, at) => accountName(at));
  for (const [at, accountId] of accountIds.entries()) {
    await addInstructor(practice, accountId);
    for (let seat = 0; seat < seatsPerAccount; seat++) copy(accountId, seatName(at * seatsPerAccount + seat));
  }
  done();
  const server: ClassServer = {
    endpoint: practice.endpoint,
    exports: practice.exports,
    accounts: accountIds,
  };
  process.stdout.write(`${JSON.stringify(server)}\n`);
}
