import { AwsError } from '../core/errors.ts';
import type { Call, Permission, World } from '../core/world.ts';
import { evaluate } from '../services/iam/evaluate.ts';
import { models } from './schemas.ts';
import { demandValid } from './validate.ts';

/** A call before it has been let in: everything but the door itself. */
export type Arrival = Omit<Call, 'authorize' | 'world'>;

/**
 * Runs one operation: holds its input to the service's model, asks IAM for what the service's table of
 * permissions says, then calls it. Both doors, HTTP and `world.invoke`, lead here, so a service under a role
 * is held to the same rules as a client.
 */
export async function dispatch(world: World, arrival: Arrival, input: unknown): Promise<unknown> {
  const service = world.services.get(arrival.service);
  const operation = service?.operations[arrival.operation];
  const permissions = service?.permissions[arrival.operation];
  if (service === undefined || operation === undefined || permissions === undefined)
    throw new AwsError(
      'NotImplemented',
      `The practice account does not serve ${arrival.operation} of ${arrival.service}.`,
      501,
    );
  world.weather?.hold(arrival.requestId, arrival.service, arrival.caller.accountId);
  const model = models.get(arrival.service);
  const schema = model?.operations.get(arrival.operation)?.input;
  if (model !== undefined && schema !== undefined) demandValid(model, schema, input);
  const call: Call = {
    ...arrival,
    world,
    authorize(permission: Permission) {
      const decision = evaluate(world, call.caller, permission, call);
      if (decision !== 'allowed') throw service.denied(permission, call, decision === 'explicitDeny');
    },
  };
  for (const permission of permissions(input, call)) call.authorize(permission);
  return operation(input, call);
}
