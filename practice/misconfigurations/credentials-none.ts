import type { Misconfiguration } from './lab.ts';

/** Sets the target to `endpoint`: with a practice target and no keys, the checker stops before its first call. */
export const misconfiguration: Misconfiguration = {
  id: 'credentials-none',
  step: 1,
  says: 'A terminal without any credentials',
  apply: async () => {
    return {
      terminal: [
        'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE',
        'export AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_CONFIG_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true',
        'export LAB_TARGET=endpoint',
      ],
    };
  },
};
