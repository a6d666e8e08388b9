import type { Emulator } from '../../core/emulator.ts';
import type { Repositories } from '../../git-host/repositories.ts';
import type { SeedBucket } from '../seed.ts';
import type { Snapshots } from '../snapshots.ts';
import type { Body as RequestBody } from './body.ts';

/** What a knob turns. */
export interface AdminContext {
  emulator: Emulator;
  /** The account whose token came with the request, and the region of its exports. */
  accountId: string;
  region: string;
  snapshots: Snapshots;
  seed: SeedBucket;
  repositories: Repositories;
}

/** One knob of the running account. What it answers is sent as JSON; it throws AwsError for bad input. */
export interface AdminRoute {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Behind `/_admin/`. */
  path: string;
  run(context: AdminContext, body: RequestBody): unknown;
}
