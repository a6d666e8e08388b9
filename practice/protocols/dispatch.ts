import type { Call, Emulator, Permission } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import { evaluate } from '../services/iam/evaluate.ts';
import { models } from './schemas.ts';
import { requireValid } from './validate-input.ts';

/** A call before its input and its permissions are checked. */
export type IncomingCall = Omit<Call, 'authorize' | 'emulator'>;

/**
 * Runs one operation: checks its input against the service's model, has IAM check the permissions that the service
 * requires for it, then calls it. Calls over HTTP and calls through `emulator.invoke` both use it, so a service under a
 * role must follow the same rules as a client.
 */
export async function dispatch(
  emulator: Emulator,
  incomingCall: IncomingCall,
  input: unknown,
): Promise<unknown> {
  const service = emulator.services.get(incomingCall.service);
  const operation = service?.operations[incomingCall.operation];
  const permissions = service?.permissions[incomingCall.operation];
  if (service === undefined || operation === undefined || permissions === undefined)
    throw new AwsError(
      'NotImplemented',
      `The practice account does not serve ${incomingCall.operation} of ${incomingCall.service}.`,
      501,
    );
  emulator.faultInjection?.throwIfInjected(
    incomingCall.requestId,
    incomingCall.service,
    incomingCall.caller.accountId,
  );
  const model = models.get(incomingCall.service);
  const schema = model?.operations.get(incomingCall.operation)?.input;
  if (model !== undefined && schema !== undefined) requireValid(model, schema, input);
  const call: Call = {
    ...incomingCall,
    emulator,
    authorize(permission: Permission) {
      const decision = evaluate(emulator, call.caller, permission, call);
      if (decision !== 'allowed') throw service.denied(permission, call, decision === 'explicitDeny');
    },
  };
  for (const permission of permissions(input, call)) call.authorize(permission);
  return operation(input, call);
}
