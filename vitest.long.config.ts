import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    ...(process.env.VITEST_JSON
      ? { reporters: ['default', 'json'], outputFile: { json: process.env.VITEST_JSON } }
      : {}),
    include: ['test/**/*.long.test.ts'],
    maxWorkers: 2,
    // Loading the SDK and the kit again for each file took a third of the time. The setup file restores the environment
    // after each file.
    isolate: false,
    globalSetup: ['test/kit/build.ts'],
    setupFiles: ['test/kit/environment.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
