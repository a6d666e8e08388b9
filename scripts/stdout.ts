/**
 * A reader that went away (`npm run lint:labs | head`) is no error: what is still to be said is said to nobody. Anything
 * else that hinders the output is thrown. `gone` is for a script that has no other reason to go on.
 */
export function trackStdout(stdout: NodeJS.WriteStream): { readonly closed: boolean } {
  const output = { closed: false };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    output.closed = true;
  });
  return output;
}
