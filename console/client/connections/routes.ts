import type { Route } from '../router.ts';
import { FinishConnection } from './connect.tsx';
import { CreateConnection } from './create.tsx';
import { Connections } from './list.tsx';
import { ConnectionSettings } from './settings.tsx';

/** The pages of Developer Tools, Connections. */
export const connectionsRoutes: readonly Route[] = [
  { path: '/connections', page: Connections },
  { path: '/connections/create', page: CreateConnection },
  { path: '/connections/connect/:arn', page: FinishConnection },
  { path: '/connections/settings/:arn', page: ConnectionSettings },
];
