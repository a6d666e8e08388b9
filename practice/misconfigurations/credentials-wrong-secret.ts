import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'credentials-wrong-secret',
  step: 1,
  says: "A secret access key that is not the key's own",
  apply: async () => {
    return { terminal: ['export AWS_SECRET_ACCESS_KEY=cutShortWhenItWasCopied'] };
  },
};
