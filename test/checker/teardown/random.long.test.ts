process.env.SWEEP_RUNS ??= '250';
process.env.SWEEP_SEED ??= String(Math.floor(Date.now() / 86_400_000));

await import('./random.test.ts');

export {};
