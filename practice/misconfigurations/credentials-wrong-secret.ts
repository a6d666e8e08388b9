import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'credentials-wrong-secret',
  step: 1,
  says: "A secret access key that is not the key's own",
  apply: async () => {
    return { terminal: ['export AWS_SECRET_ACCESS_KEY=cutShortWhenItWasCopied'] };
  },
};
