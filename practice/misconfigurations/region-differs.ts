import { type Misconfiguration, otherRegion } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'region-differs',
  step: 1,
  says: "AWS_DEFAULT_REGION is another region than the lab's",
  apply: async (lab) => {
    return { terminal: [`export AWS_DEFAULT_REGION=${otherRegion(lab)}`] };
  },
};
