import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Node 20 does not have this function, and its types do not know it. The cache is kept beside the bundle: in the
// system's temporary folder, where Node would put it, it would outlive the kit.
(module as { enableCompileCache?: (folder: string) => void }).enableCompileCache?.(
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('.compile-cache', import.meta.url)),
);
// The kit supports Node 20. Without this, the SDK prints a notice about it before every output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// A check is run most often. It has a bundle of its own (scripts/build.js), so that it starts with a few files in place of
// seventy that it would share with the other commands.
await (process.argv[2] === 'check' ? import('./check-process.ts') : import('./lab-process.ts'));
