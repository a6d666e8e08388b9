import type { Emulator, Service } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { deniedMessage } from '../iam/denied-message.ts';
import { operations } from './operations.ts';
import type { ServicePrefix } from './records.ts';

/** CodeConnections under its current name. */
export function codeconnectionsService(_emulator: Emulator): Service {
  return service('codeconnections');
}

/** The same service with the same connections, under its name until 2024: CodeStar Connections. */
export function codestarConnectionsService(_emulator: Emulator): Service {
  return service('codestar-connections');
}

function service(prefix: ServicePrefix): Service {
  return {
    name: prefix,
    operations: operations(prefix),
    denied: (permission, call) => new AwsError('AccessDeniedException', deniedMessage(permission, call)),
  };
}
