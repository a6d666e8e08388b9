import {
  connectionsClient,
  GetConnectionCommand,
  ListConnectionsCommand,
  ListTagsForResourceCommand,
} from '../connections-client.ts';
import type { Sdk } from './types.ts';

export const codeconnections: Sdk<'codeconnections'> = {
  client: connectionsClient,
  commands: {
    ListConnections: ListConnectionsCommand,
    GetConnection: GetConnectionCommand,
    ListTagsForResource: ListTagsForResourceCommand,
  },
};
