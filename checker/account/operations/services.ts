import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { codeconnections } from './codeconnections.ts';
import type { codepipeline } from './codepipeline.ts';
import type { InputOfCommand, OutputOfCommand, ReadOperation, WriteOperation } from './declare.ts';
import type { iam } from './iam.ts';
import type { s3 } from './s3.ts';
import type { sts } from './sts.ts';

/** What the kit uses of AWS: the services, each with its client and its operations. */
interface Services {
  sts: typeof sts;
  s3: typeof s3;
  codeconnections: typeof codeconnections;
  codepipeline: typeof codepipeline;
  iam: typeof iam;
}

export type ServiceName = keyof Services;
export type ClientOf<S extends ServiceName> = ReturnType<Services[S]['client']>;

/** Loads each service's SDK when it is first called. */
export const loadService: { [S in ServiceName]: () => Promise<Services[S]> } = {
  sts: async () => (await import('./sts.ts')).sts,
  s3: async () => (await import('./s3.ts')).s3,
  codeconnections: async () => (await import('./codeconnections.ts')).codeconnections,
  codepipeline: async () => (await import('./codepipeline.ts')).codepipeline,
  iam: async () => (await import('./iam.ts')).iam,
};

type Operations<S extends ServiceName> = Services[S]['operations'];
type NameOf<S extends ServiceName, Kind> = {
  [O in keyof Operations<S>]: Operations<S>[O] extends Kind ? O : never;
}[keyof Operations<S>] &
  string;

/** The names of a service's operations that only read. */
export type OperationName<S extends ServiceName> = NameOf<S, ReadOperation>;
/** The names of a service's operations that write. */
export type WriteName<S extends ServiceName> = NameOf<S, WriteOperation>;

/** A read, as it is written in texts and tables: `s3 HeadBucket`. */
export type ReadName = { [S in ServiceName]: `${S} ${OperationName<S>}` }[ServiceName];

type CommandOf<S extends ServiceName, O> = O extends keyof Operations<S>
  ? Operations<S>[O] extends { command: infer C }
    ? C
    : never
  : never;

/** The body of an object is read as bytes: a stream could be read only once. */
type WithBytes<O> = O extends GetObjectCommandOutput ? Omit<O, 'Body'> & { Body?: Uint8Array } : O;

export type InputOf<S extends ServiceName, O> = InputOfCommand<CommandOf<S, O>>;
export type OutputOf<S extends ServiceName, O> = WithBytes<OutputOfCommand<CommandOf<S, O>>>;
