import { codestarSource } from './codestar-source.ts';
import { manualApproval } from './manual-approval.ts';
import type { Provider } from './provider.ts';
import { s3Deploy } from './s3-deploy.ts';

/** Every action type that the practice account runs. */
export const providers: readonly Provider[] = [codestarSource, manualApproval, s3Deploy];
