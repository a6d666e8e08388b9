interface HasMiddlewareStack {
  // biome-ignore lint/suspicious/noExplicitAny: five clients, five types of stack; this middleware fits them all
  middlewareStack: { add(middleware: any, options: any): void };
}

/**
 * Compares the answers' `Date` with this machine's clock. The SDK corrects for a clock that is off and retries,
 * so its errors alone do not show the skew.
 */
export class ClockSkewMonitor {
  private offsets: number[] = [];

  attach(client: HasMiddlewareStack): void {
    client.middlewareStack.add(
      (next: (args: unknown) => Promise<{ response?: unknown }>) => async (args: unknown) => {
        const sent = Date.now();
        const result = await next(args);
        const headers = (result.response as { headers?: Record<string, string> } | undefined)?.headers;
        this.addSample(headers?.date, sent, Date.now());
        return result;
      },
      // The last middleware of this step is next to the network, so it also sees error answers.
      { step: 'deserialize', priority: 'low', name: 'clockWatch' },
    );
  }

  addSample(date: string | undefined, sent: number, received: number): void {
    const responseTime = Date.parse(date ?? '');
    // A Date header has whole seconds; the middle of that second is the best estimate.
    if (!Number.isNaN(responseTime)) this.offsets.push((sent + received) / 2 - (responseTime + 500));
  }

  /** The median of the milliseconds by which this machine's clock is ahead of the answers' (negative: behind). */
  skewMs(): number | undefined {
    const sorted = [...this.offsets].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }
}
