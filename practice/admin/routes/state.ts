import { createHash } from 'node:crypto';
import type { Emulator } from '../../core/emulator.ts';
import type { AdminRoute } from './admin-route.ts';
import { rejectUnknownMembers } from './validate-body.ts';

type TableRecord = Readonly<Record<string, unknown>>;

/** Every table whose records belong to an account. Repositories belong to the git host, not to an account. */
const accountTables = [
  'account',
  'iam/users',
  'iam/keys',
  'iam/roles',
  'iam/policies',
  'codeconnections/connections',
  's3/buckets',
  's3/versions',
  's3/uploads',
  's3/parts',
  ...['pipelines', 'versions', 'stages', 'executions', 'actions'].map((name) => `codepipeline/${name}`),
];

/** The account of a record: its own `accountId`, else that of its bucket (keys begin with the bucket's name). */
function accountOf(emulator: Emulator, table: string, key: string, record: TableRecord): string {
  if (typeof record.accountId === 'string') return record.accountId;
  const bucket = emulator.store.collection<TableRecord>('s3/buckets').get(key.split('/')[0] ?? '');
  const owner = bucket?.accountId ?? record.ownerAccountId;
  if (typeof owner === 'string') return owner;
  throw new Error(`a record of ${table} is in no account: ${key}`);
}

/**
 * The record without its time of last use, which any call changes. Undefined for a session's key, which expires without
 * any call.
 */
function withoutTransientState(
  table: string,
  { lastUsed: _, ...record }: TableRecord,
): TableRecord | undefined {
  return table === 'iam/keys' && record.session !== undefined ? undefined : record;
}

const digest = (record: TableRecord) =>
  createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 22);

/** The response of `GET /_admin/state`: the digest of each record, by account, then by table and key. */
export interface StateResponse {
  accounts: Record<string, Record<string, string>>;
}

/**
 * `GET /_admin/state` lists every record of each account by its table and key, with a digest of the record. Two equal
 * responses mean that the accounts have the same contents.
 */
export const stateRoute: AdminRoute = {
  method: 'GET',
  path: 'state',
  run({ emulator }, body): StateResponse {
    rejectUnknownMembers(body, []);
    const accounts: StateResponse['accounts'] = {};
    for (const table of accountTables)
      for (const [key, record] of emulator.store.collection<TableRecord>(table).entries()) {
        const lastingRecord = withoutTransientState(table, record);
        if (lastingRecord === undefined) continue;
        const account = accountOf(emulator, table, key, record);
        accounts[account] ??= {};
        accounts[account][`${table} ${key}`] = digest(lastingRecord);
      }
    return { accounts };
  },
};
