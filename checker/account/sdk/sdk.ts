import type { ServiceName } from '../operations.ts';
import type { Sdk } from './types.ts';

/** Each service's SDK is loaded only when it is first called. */
export const load: { [S in ServiceName]: () => Promise<Sdk<S>> } = {
  sts: async () => (await import('./sts.ts')).sts,
  s3: async () => (await import('./s3.ts')).s3,
  codeconnections: async () => (await import('./codeconnections.ts')).codeconnections,
  codepipeline: async () => (await import('./codepipeline.ts')).codepipeline,
  iam: async () => (await import('./iam.ts')).iam,
};
