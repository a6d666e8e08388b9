import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'credentials-unknown-key',
  step: 1,
  says: 'An access key that the account does not know',
  apply: async () => {
    return { terminal: ['export AWS_ACCESS_KEY_ID=AKIAPRACTICEUNKNOWN1'] };
  },
};
