import { authorize as finish } from '../codeconnections/handshake.ts';
import type { Knob } from './knob.ts';

/**
 * `POST /_admin/authorize {"name", "region"?, "account"?}` finishes a connection's handshake, which on AWS
 * only the console can do.
 */
export const authorize: Knob = {
  method: 'POST',
  path: 'authorize',
  run: ({ world, accountId, region }, body) =>
    finish(world, {
      accountId: String(body.account ?? accountId),
      region: String(body.region ?? region),
      name: String(body.name ?? ''),
    }),
};
