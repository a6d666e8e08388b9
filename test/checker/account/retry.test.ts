import { describe, expect, it } from 'vitest';
import { withRetries } from '../../../checker/account/retry.ts';

const busy = () => Object.assign(new Error('slow down'), { name: 'SlowDown' });
const dropped = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('a call is retried', () => {
  it('after dropped connections, however long the service throttled between them', async () => {
    const start = Date.now();
    let drops = 0;
    const drop = () => {
      drops += 1;
      return dropped();
    };
    const attempt = async () => {
      if (drops === 0) throw drop();
      if (Date.now() - start < 1200) throw busy();
      if (drops === 1) throw drop();
      return 'answer';
    };
    // The service throttles for longer than the retry budget for network errors.
    const budget = { throttled: 20_000, network: 1100 };
    await expect(withRetries(attempt, undefined, budget)).resolves.toBe('answer');
    expect(drops).toBe(2);
  });

  it('only within that budget, and never for an error that a retry cannot fix', async () => {
    let attempts = 0;
    const failing = (error: Error) => async () => {
      attempts += 1;
      throw error;
    };
    await expect(withRetries(failing(busy()), undefined, { throttled: 300, network: 0 })).rejects.toThrow(
      'slow',
    );
    expect(attempts).toBeGreaterThan(1);
    attempts = 0;
    await expect(
      withRetries(failing(dropped()), undefined, { throttled: 300, network: 0 }),
    ).rejects.toThrow();
    expect(attempts).toBe(1);
    attempts = 0;
    const denied = Object.assign(new Error('no'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    await expect(withRetries(failing(denied))).rejects.toThrow('no');
    expect(attempts).toBe(1);
  });
});
