import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientConfig } from './client-config.ts';
import { read } from './declare.ts';

export const sts = {
  client: (config: ClientConfig) => new STSClient(config),
  operations: {
    GetCallerIdentity: read(GetCallerIdentityCommand, {
      actions: [],
      requiredField: 'Account',
      inTeardown: true,
      reuse: 'never',
    }),
  },
};
