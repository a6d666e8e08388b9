import {
  connectionsClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  ListConnectionsCommand,
  ListTagsForResourceCommand,
} from '../connections-client.ts';
import { read, write } from './declare.ts';

/** AWS checks an action under the service's old name or under its new one, depending on the connection's ARN. */
const actionsOf = (name: string) => [`codeconnections:${name}`, `codestar-connections:${name}`];
const noResource = ['ResourceNotFoundException'];

export const codeconnections = {
  client: connectionsClient,
  operations: {
    ListConnections: read(ListConnectionsCommand, {
      actions: actionsOf('ListConnections'),
      inTeardown: true,
      reuse: 'never',
    }),
    GetConnection: read(GetConnectionCommand, {
      actions: actionsOf('GetConnection'),
      requiredField: 'Connection',
      absentCodes: noResource,
      inTeardown: true,
    }),
    ListTagsForResource: read(ListTagsForResourceCommand, {
      actions: actionsOf('ListTagsForResource'),
      absentCodes: noResource,
      inTeardown: true,
    }),
    DeleteConnection: write(DeleteConnectionCommand, {
      actions: actionsOf('DeleteConnection'),
      alreadyDoneCodes: noResource,
    }),
  },
};
