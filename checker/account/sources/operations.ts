import type { Reuse } from '../operations/declare.ts';

interface SourceOperation {
  /** The calls of facts that it is part of, so that it is made again when they are. */
  consistsOf: readonly string[];
  /** How a class's next round may use the answer again. */
  reuse?: Reuse;
}

const declared = {
  'git branches': { consistsOf: ['git ls-remote'], reuse: 'never' },
  'git blob': { consistsOf: ['git fetch'], reuse: 'always' },
  'git commitTime': { consistsOf: ['git fetch'], reuse: 'always' },
  'git commits': { consistsOf: ['git fetch'] },
  'artifact file': { consistsOf: ['s3 GetObject'] },
  'artifact digests': { consistsOf: ['s3 GetObject'] },
  'web GET': { consistsOf: [] },
  'clone state': { consistsOf: [] },
  'clock ahead': { consistsOf: [], reuse: 'never' },
  'credentials expiration': { consistsOf: [], reuse: 'never' },
} as const satisfies Readonly<Record<string, SourceOperation>>;

/** Such as `git blob`. */
export type SourceName = keyof typeof declared;
/** What a run records like a call of AWS, but reads from git, an artifact, a URL or this machine. */
export const sourceOperations: Readonly<Record<string, SourceOperation>> = declared;
