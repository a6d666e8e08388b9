import type { Caller, Emulator } from '../../../core/emulator.ts';
import type { Action, Definition } from '../definition/definition.ts';
import type { ActionError, ArtifactLocation, ExecutionRecord, Revision } from '../records.ts';

/** The inputs and services that an action runs with. */
export interface ActionContext {
  emulator: Emulator;
  definition: Definition;
  execution: ExecutionRecord;
  action: Action;
  /** The configuration with its `#{…}` variables replaced. */
  configuration: Record<string, string>;
  inputs: ({ name: string } & ArtifactLocation)[];
  /** Where the action must store each output artifact. */
  outputs: ({ name: string } & ArtifactLocation)[];
  /** A session of the action's role, or of the pipeline's. Throws an ActionFailure when the role cannot be assumed. */
  assumeRole(): Caller;
}

/** How an action ended, or that it waits for an approval. `expires` is in milliseconds since the epoch. */
export type ActionOutcome =
  | {
      status: 'Succeeded';
      summary?: string;
      externalExecutionId?: string;
      externalExecutionUrl?: string;
      outputVariables?: Record<string, string>;
      revision?: Omit<Revision, 'actionName'>;
    }
  | { status: 'Failed'; error: ActionError; summary?: string; externalExecutionId?: string }
  | { status: 'Waiting'; token: string; expires: number };

/** Thrown inside an action to fail it, with the code and message that AWS shows in `errorDetails`. */
export class ActionFailure extends Error {
  readonly code: string;

  /** @param code `PermissionError`, `ConfigurationError`, `JobFailed` or `InternalError` */
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One action type. To add a provider, write one file that exports a Provider and list it in `index.ts`. */
export interface Provider {
  category: string;
  provider: string;
  required: readonly string[];
  optional: readonly string[];
  /** Numbers of input and output artifacts that the action accepts. */
  inputs: { min: number; max: number };
  outputs: { min: number; max: number };
  /** The console's page about the resource that the action works on. */
  entityUrl?: (configuration: Record<string, string>, region: string) => string;
  run(context: ActionContext): Promise<ActionOutcome>;
}
