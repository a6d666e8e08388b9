// Plain JavaScript, because scripts/build.js needs it before anything is built.

/** The versions of Node that the kit runs on, for people. package.json has the same as `engines`. */
export const supportedNode = 'Node 20.19 or 22.12, or newer';

/** @param {string} version such as `22.12.0` */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/**
 * Ends this process with exit code 2 and one message if its Node is too old: the errors of what it lacks name no cause.
 */
export function requireSupportedNode() {
  const { node } = process.versions;
  if (isSupportedNode(node)) return;
  process.stderr.write(
    `The kit needs ${supportedNode}, and this is Node ${node}. Install a current one: https://nodejs.org/en/download\n`,
  );
  process.exit(2);
}
