/**
 * A reader that went away (`npm run lint:labs | head`) is no error: what is still to be said is said to nobody. Anything
 * else that hinders the output is thrown. `gone` is for a script that has no other reason to go on.
 */
export function readerOf(stdout: NodeJS.WriteStream): { readonly gone: boolean } {
  const reader = { gone: false };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    reader.gone = true;
  });
  return reader;
}
