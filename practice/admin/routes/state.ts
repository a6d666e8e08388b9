import { createHash } from 'node:crypto';
import type { World } from '../../core/world.ts';
import type { Knob } from './knob.ts';
import { onlyMembers } from './read.ts';

type Rec = Readonly<Record<string, unknown>>;

/** Every table whose records are some account's. What a repository has is the git host's, and nobody's account. */
const tables = [
  ...['account', 'iam/users', 'iam/keys', 'iam/roles', 'iam/policies', 'codeconnections/connections'],
  ...['s3/buckets', 's3/versions', 's3/uploads', 's3/parts'],
  ...['pipelines', 'versions', 'stages', 'executions', 'actions'].map((name) => `codepipeline/${name}`),
];

/** The account that a record is in: its own word, else its bucket's (keys begin with the bucket's name). */
function accountOf(world: World, table: string, key: string, record: Rec): string {
  if (typeof record.accountId === 'string') return record.accountId;
  const bucket = world.store.collection<Rec>('s3/buckets').get(key.split('/')[0] ?? '');
  const owner = bucket?.accountId ?? record.ownerAccountId;
  if (typeof owner === 'string') return owner;
  throw new Error(`a record of ${table} is in no account: ${key}`);
}

/** A session ends by itself, and when something was last used is no state of it. */
function lasting(table: string, { lastUsed: _, ...record }: Rec): Rec | undefined {
  return table === 'iam/keys' && record.session !== undefined ? undefined : record;
}

const digest = (record: Rec) =>
  createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 22);

/**
 * `GET /_admin/state` tells all that is in each account, every record by its table and key with a digest of it: two
 * answers that are equal are the same accounts.
 */
export const state: Knob = {
  method: 'GET',
  path: 'state',
  run({ world }, body) {
    onlyMembers(body, []);
    const accounts: Record<string, Record<string, string>> = {};
    for (const table of tables)
      for (const [key, record] of world.store.collection<Rec>(table).entries()) {
        const kept = lasting(table, record);
        if (kept === undefined) continue;
        const account = accountOf(world, table, key, record);
        accounts[account] ??= {};
        accounts[account][`${table} ${key}`] = digest(kept);
      }
    return { accounts };
  },
};
