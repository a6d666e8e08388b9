import type { Service } from '../operations.ts';
import type { Commands } from './types.ts';

/** Each service's commands are loaded only when it is first called. */
export const load: { [S in Service]: () => Promise<Commands<S>> } = {
  s3: async () => (await import('./s3.ts')).s3,
  codeconnections: async () => (await import('./codeconnections.ts')).codeconnections,
  codepipeline: async () => (await import('./codepipeline.ts')).codepipeline,
  iam: async () => (await import('./iam.ts')).iam,
};
