import { AwsError } from './errors.ts';

/** Every call runs under this lock, so that a snapshot or restore can wait until no call is active. */
export class QuiesceLock {
  private activeCalls = 0;
  private exclusive: Promise<void> | undefined;
  private onCallDone: () => void = () => {};

  /** Does the work together with other shared work; first waits for exclusive work to end. */
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
   * Does the work while no shared work is active. Calls that begin meanwhile wait.
   * @throws AwsError 409 `Busy` when the active calls do not end within `timeoutMs`
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
