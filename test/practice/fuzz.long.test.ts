// The same properties with ten times the requests, from a seed that differs every day. A failure names its seed:
// FUZZ_SEED repeats it, in either tier.
process.env.FUZZ_RUNS ??= '10';
process.env.FUZZ_SEED ??= String(Math.floor(Date.now() / 86_400_000));

await import('./fuzz.test.ts');
await import('./fuzz-s3-paths.test.ts');
await import('./fuzz-s3-bodies.test.ts');
await import('./fuzz-signatures.test.ts');
await import('./fuzz-files.test.ts');

export {};
