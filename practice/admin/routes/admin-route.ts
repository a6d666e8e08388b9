import type { Emulator } from '../../core/emulator.ts';
import type { Repositories } from '../../git-host/repositories.ts';
import type { SeedBucket } from '../seed.ts';
import type { Snapshots } from '../snapshots.ts';
import type { Body as RequestBody } from './body.ts';

/** What an admin route can read and change. */
export interface AdminContext {
  emulator: Emulator;
  /** The account whose token the request carries. */
  accountId: string;
  /** The region of the accounts' exports. */
  region: string;
  snapshots: Snapshots;
  seed: SeedBucket;
  repositories: Repositories;
}

/** One route of the admin API. Its result is sent as JSON; it throws AwsError for bad input. */
export interface AdminRoute {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** The path after `/_admin/`. */
  path: string;
  run(context: AdminContext, body: RequestBody): unknown;
}
