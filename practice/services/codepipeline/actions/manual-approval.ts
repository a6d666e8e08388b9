import { randomUUID } from 'node:crypto';
import type { Provider } from './provider.ts';

const sevenDays = 7 * 24 * 60;

/**
 * Approval/AWS/Manual/1: waits until a client calls PutApprovalResult or the approval expires.
 * The practice account has no SNS, so `NotificationArn` is stored and no notification is sent.
 */
export const manualApproval: Provider = {
  category: 'Approval',
  provider: 'Manual',
  required: [],
  optional: ['NotificationArn', 'ExternalEntityLink', 'CustomData'],
  inputs: { min: 0, max: 0 },
  outputs: { min: 0, max: 0 },
  run: async ({ emulator, action }) => {
    const minutes = action.timeoutInMinutes ?? sevenDays;
    return { status: 'Waiting', token: randomUUID(), expires: emulator.clock.now() + minutes * 60_000 };
  },
};
