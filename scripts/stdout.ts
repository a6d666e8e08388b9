/**
 * Ignores that the reader has closed the pipe (`npm run lint:labs | head`): the rest of the output is dropped. Any
 * other error of the stream is thrown. `closed` lets a script stop if only its output matters.
 */
export function trackStdout(stdout: NodeJS.WriteStream): { readonly closed: boolean } {
  const output = { closed: false };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    output.closed = true;
  });
  return output;
}
