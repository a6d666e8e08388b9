import type { Misconfiguration } from './lab.ts';

const other = '123456789012';

export const misconfiguration: Misconfiguration = {
  id: 'account-other',
  step: 1,
  says: 'The lab is held to an account that is not this one',
  apply: async ({ accountId }) => {
    return { terminal: [`export LAB_ACCOUNT=${accountId === other ? '210987654321' : other}`] };
  },
};
