import type { Caller, Emulator } from '../../../core/emulator.ts';
import type { Action, Definition } from '../definition/definition.ts';
import type { ActionError, ArtifactLocation, ExecutionRecord, Revision } from '../records.ts';

/** All that an action gets to do its work. */
export interface ActionContext {
  emulator: Emulator;
  definition: Definition;
  execution: ExecutionRecord;
  action: Action;
  /** The configuration with its `#{…}` variables replaced. */
  configuration: Record<string, string>;
  inputs: ({ name: string } & ArtifactLocation)[];
  /** Where each output artifact belongs. */
  outputs: ({ name: string } & ArtifactLocation)[];
  /** A session of the action's role, or of the pipeline's. Throws a `Failure` when it cannot be assumed. */
  assumeRole(): Caller;
}

/** How an action ended, or that it waits for a human. */
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

/** Thrown inside an action to fail it: a code and words that AWS shows in `errorDetails`. */
export class ActionFailure extends Error {
  readonly code: string;

  /** @param code `PermissionError`, `ConfigurationError`, `JobFailed` or `InternalError` */
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One kind of action. Adding a provider is one file that makes one of these. */
export interface Provider {
  category: string;
  provider: string;
  required: readonly string[];
  optional: readonly string[];
  /** How many artifacts it takes, and how many it makes. */
  inputs: { min: number; max: number };
  outputs: { min: number; max: number };
  /** Where the console shows what the action acts on. */
  entityUrl?: (configuration: Record<string, string>, region: string) => string;
  run(context: ActionContext): Promise<ActionOutcome>;
}
