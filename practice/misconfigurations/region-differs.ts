import { elsewhere, type Fault } from './site.ts';

export const fault: Fault = {
  id: 'region-differs',
  step: 1,
  says: "AWS_DEFAULT_REGION is another region than the lab's",
  apply: async (site) => {
    return { terminal: [`export AWS_DEFAULT_REGION=${elsewhere(site)}`] };
  },
};
