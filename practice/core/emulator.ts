import type { Clock } from './clock.ts';
import type { FaultInjector } from './fault-injection.ts';
import type { QuiesceLock } from './quiesce-lock.ts';
import type { Store } from './store.ts';

/** The caller of an operation. An anonymous caller has no ARN and no access key. */
export interface Caller {
  kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  /** Twelve digits; empty for an anonymous caller. */
  accountId: string;
  /** `arn:aws:iam::…:user/learner`, `arn:aws:sts::…:assumed-role/<role>/<session>`, or empty. */
  arn: string;
  /** The `UserId` that `GetCallerIdentity` returns. */
  userId: string;
  /** The ARN that policies are attached to: the user's, or the role's behind a session. */
  principalArn: string;
  accessKeyId?: string;
}

/** One call of one operation, made by a client over HTTP or by a service under a role. */
export interface Call {
  emulator: Emulator;
  service: string;
  operation: string;
  region: string;
  requestId: string;
  caller: Caller;
  /** Milliseconds since the epoch by the account's own clock, read once a call. */
  now: number;
  /** The HTTP request behind the call; absent for calls made inside the process. */
  http?: {
    method: string;
    url: URL;
    headers: Readonly<Record<string, string>>;
    secure: boolean;
    /** As received, without the framing of a chunked upload. */
    body: Buffer;
  };
  /**
   * Throws the service's AccessDenied unless the caller may do this. An operation's `permissions` are checked
   * before it runs; this is for permissions that only the operation can derive (iam:PassRole, a version id).
   */
  authorize(permission: Permission): void;
}

/** What IAM has to allow: one action on one resource, with condition keys. */
export interface Permission {
  /** `s3:PutObject` */
  action: string;
  /** An ARN, or `*`. */
  resource: string;
  /** Condition keys and their values, such as `aws:RequestTag/seat`. */
  context?: Record<string, string | string[]>;
}

/**
 * One operation of a service. `core/operations.ts` derives its types from the SDK. The defaults are those of an
 * operation in a table of all: only the protocol, which decodes inputs along the SDK's schema, may call it.
 */
export interface Operation<Input = never, Output = unknown> {
  /**
   * The permissions that a call requires, derived from the decoded input. An empty list means that no permission is
   * needed (GetCallerIdentity). Checked before the operation runs.
   */
  readonly permissions: (input: Input, call: Call) => Permission[];
  readonly run: (input: Input, call: Call) => Output | Promise<Output>;
}

/** One AWS service: its operations, and the error for a denied call. */
export interface Service {
  /** The service's key in `Emulator.services`: `s3`, `sts`, `iam`, `codepipeline`, `codeconnections`. */
  name: string;
  /** By name. A call of any other operation is answered with an error that names the operation. */
  operations: Readonly<Record<string, Operation>>;
  /** The resource's own policy (a bucket policy's JSON text), if it has one, and who owns the resource. */
  resourcePolicy?: (
    resource: string,
    emulator: Emulator,
  ) => { ownerAccountId: string; policy?: string } | undefined;
  /** The CORS configuration of a bucket; undefined when the bucket does not exist. Only S3 has it. */
  bucketCors?: (bucket: string) => BucketCors | undefined;
  /** The error with which this service answers a denied call. `explicit` is true when a Deny statement matched. */
  denied: (permission: Permission, call: Call, explicit: boolean) => Error;
}

/** Whether and how pages of other origins may use a bucket. */
export interface BucketCors {
  /** Absent when the bucket has no CORS configuration. */
  rules?: readonly CorsRule[];
}

/** One rule of a bucket's CORS configuration, with the names of S3's API. */
export interface CorsRule {
  AllowedMethods?: string[];
  AllowedOrigins?: string[];
  AllowedHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAgeSeconds?: number;
}

/** An in-process call. It is dispatched like a call over HTTP, IAM included, but skips the protocol. */
export interface Invocation {
  service: string;
  operation: string;
  region: string;
  caller: Caller;
  input: unknown;
}

/** The emulator behind the practice account: the state and services of every account in the process. */
export interface Emulator {
  store: Store;
  clock: Clock;
  /** `http://127.0.0.1:<port>`, once it listens. */
  endpoint: string;
  /** Folder of the bare git repositories: `<gitDir>/<owner>/<repository>.git`. */
  gitDir: string;
  services: Map<string, Service>;
  /** Calls an operation as `caller`; IAM checks the call. Rejects with AwsError. */
  invoke<T>(invocation: Invocation): Promise<T>;
  /** Carries events between services, such as a push, or a connection that became available. */
  events: import('node:events').EventEmitter;
  /** Every call over HTTP runs under this lock. */
  quiesceLock?: QuiesceLock;
  /** Injects faults into AWS calls over HTTP. */
  faultInjection?: FaultInjector;
}

/**
 * The `push` event of `emulator.events`: a branch of a repository moved. `before` is 40 zeros for a new branch, `after`
 * for a deleted one. Listeners add their work to the second argument, a `PendingWork` list; the git host records the
 * push as delivered when that work is done.
 */
export interface PushEvent {
  /** `owner/name` */
  repository: string;
  branch: string;
  before: string;
  after: string;
}

/** The `tag` event of `emulator.events`: a tag was created or moved. Listeners get the same arguments as for `push`. */
export interface TagEvent {
  /** `owner/name` */
  repository: string;
  tag: string;
  /** The commit that the tag names, directly or through an annotated tag object. */
  commit: string;
}

/**
 * The argument of the `quiesce` event of `emulator.events`. A service that works in the background adds the promises
 * to await before the emulator counts as idle.
 */
export type PendingWork = Promise<unknown>[];
