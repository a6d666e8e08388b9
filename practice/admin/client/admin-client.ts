import type { RepositoryRecord } from '../../git-host/repositories.ts';
import type { Installation } from '../../services/codeconnections/installations.ts';
import type { Connection } from '../../services/codeconnections/records.ts';
import type { AccountResponse, AccountsResponse, NewAccount } from '../routes/accounts.ts';
import type { AdminRoute } from '../routes/admin-route.ts';
import type { AuthorizeBody } from '../routes/authorize.ts';
import type { ClockAdvance, ClockResponse, ClockSetting } from '../routes/clock.ts';
import type { FaultInjectionBody, FaultInjectionResponse } from '../routes/fault-injection.ts';
import type { InstallationsResponse, NewInstallation } from '../routes/installations.ts';
import type { MisconfigurationBody, MisconfigurationResponse } from '../routes/misconfiguration.ts';
import type { DefaultBranch, NewRepository, RepositoriesResponse } from '../routes/repositories.ts';
import type { SeedBody, SeedResponse } from '../routes/seed.ts';
import type { SnapshotId, SnapshotsResponse } from '../routes/snapshots.ts';
import type { StateResponse } from '../routes/state.ts';
import { AdminError } from './admin-error.ts';

/** The methods of the admin API, one for each route. Each throws AdminError when the account rejects the request. */
export type AdminClient = ReturnType<typeof adminClient>;

/** The account's exports; `AWS_ENDPOINT_URL` and `LAB_PRACTICE_TOKEN` are read. */
type Exports = Readonly<Record<string, string | undefined>>;

/**
 * The client of a practice account's admin API. It imports no code of the server, and uses only what Node and browsers
 * have in common.
 * @param timeoutMs how long one request may take: milliseconds
 */
export function adminClient(exports: Exports, { timeoutMs = 60_000 }: { timeoutMs?: number } = {}) {
  async function send<T>(method: AdminRoute['method'], path: string, body?: object): Promise<T> {
    const response = await fetch(`${exports.AWS_ENDPOINT_URL}/_admin/${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-lab-token': exports.LAB_PRACTICE_TOKEN ?? '' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.json()) as T & { error?: string; code?: string };
    if (!response.ok) throw new AdminError(`${method} /_admin/${path}`, response.status, answer);
    return answer;
  }
  return {
    accounts: () => send<AccountsResponse>('GET', 'accounts'),
    createAccount: (body: NewAccount) => send<AccountResponse>('POST', 'accounts', body),
    /** Every record of each account. */
    state: () => send<StateResponse>('GET', 'state'),
    /** Finishes a connection's handshake. */
    authorize: (body: AuthorizeBody) => send<Connection>('POST', 'authorize', body),
    /** Brings a known cause about in the lab. */
    misconfigure: (body: MisconfigurationBody) => send<MisconfigurationResponse>('POST', 'fault', body),
    seedBucket: (body: SeedBody) => send<SeedResponse>('POST', 'seed', body),

    faultInjection: () => send<FaultInjectionResponse>('GET', 'weather'),
    /** Replaces all settings of the fault injection. */
    setFaultInjection: (body: FaultInjectionBody) => send<FaultInjectionResponse>('PUT', 'weather', body),
    stopFaultInjection: () => send<FaultInjectionResponse>('DELETE', 'weather'),

    clock: () => send<ClockResponse>('GET', 'clock'),
    setClock: (body: ClockSetting) => send<ClockResponse>('POST', 'clock', body),
    advanceClock: (body: ClockAdvance) => send<ClockResponse>('POST', 'advance', body),

    snapshots: () => send<SnapshotsResponse>('GET', 'snapshot'),
    takeSnapshot: () => send<SnapshotId>('POST', 'snapshot'),
    restoreSnapshot: (body: SnapshotId) => send<SnapshotId>('POST', 'restore', body),
    dropSnapshot: (body: SnapshotId) => send<SnapshotsResponse>('DELETE', 'snapshot', body),

    repositories: () => send<RepositoriesResponse>('GET', 'repositories'),
    createRepository: (body: NewRepository) => send<RepositoryRecord>('POST', 'repositories', body),
    setDefaultBranch: (body: DefaultBranch) => send<RepositoryRecord>('PUT', 'repositories', body),
    deleteRepository: (body: Pick<NewRepository, 'name'>) =>
      send<RepositoriesResponse>('DELETE', 'repositories', body),

    installations: () => send<InstallationsResponse>('GET', 'installations'),
    install: (body: NewInstallation) => send<Installation>('POST', 'installations', body),
    uninstall: (body: Pick<Installation, 'id'>) =>
      send<InstallationsResponse>('DELETE', 'installations', body),
    /** The repositories that a connection, named by its ARN, can access. */
    grantedRepositories: (body: { connection: string }) =>
      send<RepositoriesResponse>('POST', 'granted', body),
  };
}
