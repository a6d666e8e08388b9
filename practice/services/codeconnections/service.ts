import { AwsError } from '../../core/errors.ts';
import type { Service, World } from '../../core/world.ts';
import { deniedMessage } from '../iam/denied.ts';
import { operations } from './operations.ts';
import { permissionsOf } from './permissions.ts';
import type { Prefix } from './records.ts';

/** CodeConnections under its present name. */
export function codeconnectionsService(_world: World): Service {
  return service('codeconnections');
}

/** The same service, over the same connections, under the name it had until 2024: CodeStar Connections. */
export function codestarConnectionsService(_world: World): Service {
  return service('codestar-connections');
}

function service(prefix: Prefix): Service {
  return {
    name: prefix,
    operations: operations(prefix),
    permissions: permissionsOf(prefix),
    denied: (permission, call) => new AwsError('AccessDeniedException', deniedMessage(permission, call)),
  };
}
