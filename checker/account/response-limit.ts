import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { megabytes, TooLarge } from './too-large.ts';

/** The most bytes of one answer that are read. The lab's own objects and lists have a few KiB. */
export const maxResponseBytes = 64 * 1024 * 1024;

const tooLarge = () => new TooLarge(`it has more than ${megabytes(maxResponseBytes)}, and no more is read`);

/** Passes bytes through. Fails, and with it the stream that is read, when there are more than are allowed. */
class ByteLimit extends Transform {
  private passed = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.passed += chunk.length;
    if (this.passed > maxResponseBytes) done(tooLarge());
    else done(null, chunk);
  }
}

interface HttpAnswer {
  headers: Record<string, string>;
  body?: Readable;
}

/** Returns the body, limited. Throws TooLarge at once when the answer announces its length, and destroys the body. */
function limited({ headers, body }: Required<HttpAnswer>): Readable {
  const announced = Number(headers['content-length']);
  if (announced <= maxResponseBytes) return body;
  if (announced > maxResponseBytes) {
    body.on('error', () => {}).destroy();
    throw tooLarge();
  }
  // Whoever reads the limited stream receives the error of either.
  return pipeline(body, new ByteLimit(), () => {});
}

interface HasMiddlewareStack {
  // biome-ignore lint/suspicious/noExplicitAny: five clients, five types of stack; this middleware fits them all
  middlewareStack: { add(middleware: any, options: any): void };
}

/** Makes every call of a client fail with TooLarge when its answer is longer than `maxResponseBytes`. */
export function limitResponses(client: HasMiddlewareStack): void {
  client.middlewareStack.add(
    (next: (args: unknown) => Promise<{ response?: HttpAnswer }>) =>
      async (args: { request?: { method?: string } }) => {
        const result = await next(args);
        const { response } = result;
        // The answer to a HEAD has the length of the object, and no body.
        if (response?.body !== undefined && args.request?.method !== 'HEAD')
          response.body = limited(response as Required<HttpAnswer>);
        return result;
      },
    { step: 'deserialize', priority: 'low', name: 'responseLimit' },
  );
}
