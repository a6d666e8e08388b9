import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sdk } from './types.ts';

export const sts: Sdk<'sts'> = {
  client: (config) => new STSClient(config),
  commands: { GetCallerIdentity: GetCallerIdentityCommand },
};
