import type { Clock } from './clock.ts';
import type { FaultInjector } from './fault-injection.ts';
import type { QuiesceLock } from './quiesce-lock.ts';
import type { Store } from './store.ts';

/** Who makes a call. An anonymous caller has no ARN and no access key. */
export interface Caller {
  kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  /** Twelve digits; empty for an anonymous caller. */
  accountId: string;
  /** `arn:aws:iam::…:user/learner`, `arn:aws:sts::…:assumed-role/<role>/<session>`, or empty. */
  arn: string;
  /** What `GetCallerIdentity` answers as `UserId`. */
  userId: string;
  /** The ARN that policies are attached to: the user's, or the role's behind a session. */
  principalArn: string;
  accessKeyId?: string;
}

/** One call of one operation, whoever made it: a client over HTTP, or a service under a role. */
export interface Call {
  emulator: Emulator;
  service: string;
  operation: string;
  region: string;
  requestId: string;
  caller: Caller;
  /** Milliseconds since the epoch, the account's own clock, read once a call. */
  now: number;
  /** The HTTP request behind the call; absent for calls made inside the process. */
  http?: {
    method: string;
    url: URL;
    headers: Readonly<Record<string, string>>;
    secure: boolean;
    /** As it arrived, without any upload framing. */
    body: Buffer;
  };
  /**
   * Throws the service's AccessDenied unless the caller may do this. The table of `permissions` is asked
   * before an operation runs; this is for what only the operation can know (iam:PassRole, a version id).
   */
  authorize(permission: Permission): void;
}

/** One thing to be allowed: an IAM action on a resource, with condition keys. */
export interface Permission {
  /** `s3:PutObject` */
  action: string;
  /** An ARN, or `*`. */
  resource: string;
  /** Condition keys and their values, such as `aws:RequestTag/seat`. */
  context?: Record<string, string | string[]>;
}

// biome-ignore lint/suspicious/noExplicitAny: the schemas, not the compiler, hold inputs to their shapes here
export type Operation = (input: any, call: Call) => unknown;

/** One AWS service: its operations, what each asks of IAM, and how it is spoken to. */
export interface Service {
  /** The service's name in the world: `s3`, `sts`, `iam`, `codepipeline`, `codeconnections`. */
  name: string;
  /** Operation name → function. What is not here answers a clear error naming the operation. */
  operations: Record<string, Operation>;
  /**
   * Operation name → what the caller must be allowed, from the decoded input. Every operation has an entry;
   * an empty list means that no permission is needed (GetCallerIdentity). Asked before the operation runs.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as for Operation
  permissions: Record<string, (input: any, call: Call) => Permission[]>;
  /** The resource's own policy (a bucket policy's JSON text), if it has one, and who owns the resource. */
  resourcePolicy?: (
    resource: string,
    emulator: Emulator,
  ) => { ownerAccountId: string; policy?: string } | undefined;
  /** The error that this service answers to a denied call. */
  denied: (permission: Permission, call: Call, explicit: boolean) => Error;
}

/** An in-process call: the same door as HTTP, IAM included, without the wire. */
export interface Invocation {
  service: string;
  operation: string;
  region: string;
  caller: Caller;
  input: unknown;
}

/** The whole practice world: every account in the process. */
export interface Emulator {
  store: Store;
  clock: Clock;
  /** `http://127.0.0.1:<port>`, once it listens. */
  endpoint: string;
  /** Folder of the bare git repositories: `<gitDir>/<owner>/<repository>.git`. */
  gitDir: string;
  services: Map<string, Service>;
  /** Calls an operation as `caller`, checked by IAM. Rejects with AwsError. */
  invoke<T>(invocation: Invocation): Promise<T>;
  /** Where services tell each other what happened (a push, a connection that became available). */
  events: import('node:events').EventEmitter;
  /** What every call over HTTP passes through. */
  quiesceLock?: QuiesceLock;
  /** The weather that AWS calls over HTTP meet. */
  faultInjection?: FaultInjector;
}

/**
 * `push` on `world.events`: a branch of a repository moved. `after` is 40 zeros when it was deleted. Listeners
 * get a list beside it, for what they do about it: once that is done, the push counts as told.
 */
export interface PushEvent {
  /** `owner/name` */
  repository: string;
  branch: string;
  before: string;
  after: string;
}

/** `tag` on `world.events`: a tag of a repository came, or moved. Told as a push is. */
export interface TagEvent {
  /** `owner/name` */
  repository: string;
  tag: string;
  /** The commit that it names, itself or by an annotation. */
  commit: string;
}

/** `still` on `world.events`: who works by itself adds what is to be awaited before the world holds still. */
export type PendingWork = Promise<unknown>[];
