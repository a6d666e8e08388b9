import { AwsError } from './errors.ts';

/** What every call passes through, so that one who needs the world to hold still can wait until it is empty. */
export class QuiesceLock {
  private activeCalls = 0;
  private exclusive: Promise<void> | undefined;
  private onCallDone: () => void = () => {};

  /** Does the work, once the gate is open. */
  async runShared<T>(work: () => Promise<T>): Promise<T> {
    while (this.exclusive !== undefined) await this.exclusive;
    this.activeCalls += 1;
    try {
      return await work();
    } finally {
      this.activeCalls -= 1;
      this.onCallDone();
    }
  }

  /**
   * Does the work while nobody is inside; who comes meanwhile waits.
   * @throws AwsError 409 `Busy` when those inside are not out in time
   */
  async runExclusive<T>(work: () => Promise<T>, timeoutMs = 10_000): Promise<T> {
    while (this.exclusive !== undefined) await this.exclusive;
    let release = () => {};
    this.exclusive = new Promise<void>((resolve) => {
      release = resolve;
    });
    try {
      await this.waitUntilIdle(timeoutMs);
      return await work();
    } finally {
      this.exclusive = undefined;
      this.onCallDone = () => {};
      release();
    }
  }

  private waitUntilIdle(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new AwsError('Busy', `${this.activeCalls} calls are still under way; try again.`, 409)),
        timeoutMs,
      );
      timer.unref();
      this.onCallDone = () => {
        if (this.activeCalls > 0) return;
        clearTimeout(timer);
        resolve();
      };
      this.onCallDone();
    });
  }
}
