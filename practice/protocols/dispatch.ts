import type { Call, Emulator, Permission } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import { evaluate } from '../services/iam/evaluate.ts';
import { models } from './schemas.ts';
import { requireValid } from './validate-input.ts';

/** A call before its input and its permissions are checked. */
export type IncomingCall = Omit<Call, 'authorize' | 'emulator'>;

/** A call whose permissions were checked. */
export interface PreparedCall {
  /** Checks the permissions again. Call it when time has passed, in which resources or policies may have changed. */
  authorize(): void;
  /** Runs the operation. `body` is the body of the HTTP request, when it was read only after the call was prepared. */
  run(input: unknown, body?: Buffer): Promise<unknown>;
}

/**
 * Checks the input of one operation against the service's model, and has IAM check the permissions that the service
 * requires for it. The input may still lack an object's data, on which neither depends.
 */
export function prepareCall(emulator: Emulator, incomingCall: IncomingCall, input: unknown): PreparedCall {
  const service = emulator.services.get(incomingCall.service);
  const operation = service?.operations[incomingCall.operation];
  if (service === undefined || operation === undefined)
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
  const authorize = () => {
    // The operation's input has the type of the SDK's command, by whose schema the protocol decoded it.
    for (const permission of operation.permissions(input as never, call)) call.authorize(permission);
  };
  authorize();
  return {
    authorize,
    async run(completeInput, body) {
      if (call.http !== undefined && body !== undefined) call.http.body = body;
      return operation.run(completeInput as never, call);
    },
  };
}

/**
 * Runs one operation: prepares its call, then carries it out. Calls over HTTP and calls through `emulator.invoke` both
 * follow the same rules, so they apply to a service under a role as they do to a client.
 */
export async function dispatch(
  emulator: Emulator,
  incomingCall: IncomingCall,
  input: unknown,
): Promise<unknown> {
  return prepareCall(emulator, incomingCall, input).run(input);
}
