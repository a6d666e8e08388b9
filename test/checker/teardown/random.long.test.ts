process.env.TEARDOWN_RUNS ??= '500';
process.env.TEARDOWN_SEED ??= String(Math.floor(Date.now() / 86_400_000));

await import('./random.test.ts');

export {};
