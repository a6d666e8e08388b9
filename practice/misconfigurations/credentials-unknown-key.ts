import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'credentials-unknown-key',
  step: 1,
  says: 'An access key that the account does not know',
  apply: async () => {
    return { terminal: ['export AWS_ACCESS_KEY_ID=AKIAPRACTICEUNKNOWN1'] };
  },
};
