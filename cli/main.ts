import { requireSupportedNode } from '../base/node-version.js';

requireSupportedNode();

/** What all commands need before any of their code is loaded. */
function prepare(): void {
  // Node 20 does not have this function, and its types do not know it. The cache is kept beside the bundle: in the
  // system's temporary folder, where Node would put it, it would outlive the kit.
  const { enableCompileCache } = process.getBuiltinModule('node:module') as {
    enableCompileCache?: (folder: string) => void;
  };
  enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? `${import.meta.dirname}/.compile-cache`);
  // The kit supports Node 20. Without this, the SDK prints a notice about it before every output.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

// Help is read before anything is typed, and a check is run most often. Both are bundled apart (scripts/build.js), so that
// they start with a few files in place of the many that the other commands share.
const [name = '--help'] = process.argv.slice(2);
if (['--help', '-h', 'help'].includes(name)) await import('./help-process.ts');
else {
  prepare();
  await (name === 'check' ? import('./check-process.ts') : import('./lab-process.ts'));
}
