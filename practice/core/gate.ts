import { AwsError } from './errors.ts';

/** What every call passes through, so that one who needs the world to hold still can wait until it is empty. */
export class Gate {
  private inside = 0;
  private shut: Promise<void> | undefined;
  private left: () => void = () => {};

  /** Does the work, once the gate is open. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    while (this.shut !== undefined) await this.shut;
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
      this.left();
    }
  }

  /**
   * Does the work while nobody is inside; who comes meanwhile waits.
   * @throws AwsError 409 `Busy` when those inside are not out in time
   */
  async alone<T>(work: () => Promise<T>, timeoutMs = 10_000): Promise<T> {
    while (this.shut !== undefined) await this.shut;
    let open = () => {};
    this.shut = new Promise<void>((resolve) => {
      open = resolve;
    });
    try {
      await this.empty(timeoutMs);
      return await work();
    } finally {
      this.shut = undefined;
      this.left = () => {};
      open();
    }
  }

  private empty(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new AwsError('Busy', `${this.inside} calls are still under way; try again.`, 409)),
        timeoutMs,
      );
      timer.unref();
      this.left = () => {
        if (this.inside > 0) return;
        clearTimeout(timer);
        resolve();
      };
      this.left();
    });
  }
}
