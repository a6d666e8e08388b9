import type { World } from '../../core/world.ts';
import type { Repositories } from '../../git-host/repositories.ts';
import type { Seed } from '../seed.ts';
import type { Snapshots } from '../snapshots.ts';
import type { Body } from './body.ts';

/** What a knob turns. */
export interface Context {
  world: World;
  /** The account whose token came with the request, and the region of its exports. */
  accountId: string;
  region: string;
  snapshots: Snapshots;
  seed: Seed;
  repositories: Repositories;
}

/** One knob of the running account. What it answers is sent as JSON; it throws AwsError for bad input. */
export interface Knob {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Behind `/_admin/`. */
  path: string;
  run(context: Context, body: Body): unknown;
}
