import type { CallOptions, Calls } from './calls.ts';
import { type Fact, known } from './fact.ts';
import type { InputOf, OperationName, OutputOf, ServiceName } from './operations.ts';

/** A list read page by page. `complete` is false when the page limit was reached before the end. */
export interface ListResult<T> {
  items: T[];
  complete: boolean;
}

/** The page limit of a listing that sets none. */
export const defaultMaxPages = 50;

interface ListRequest<S extends ServiceName, O extends OperationName<S>> {
  service: S;
  operation: O;
  input: InputOf<S, O>;
  /** The input fields that request the next page; undefined after the last page. */
  next(response: OutputOf<S, O>): Partial<InputOf<S, O>> | undefined;
}

/** Yields the pages in order. A page that is absent or unknown is the last one. */
export async function* pages<S extends ServiceName, O extends OperationName<S>>(
  calls: Calls,
  request: ListRequest<S, O>,
  options: CallOptions = {},
): AsyncGenerator<Fact<OutputOf<S, O>>> {
  let nextInput: Partial<InputOf<S, O>> | undefined = {};
  while (nextInput !== undefined) {
    const input: InputOf<S, O> = Object.assign({}, request.input, nextInput);
    const page: Fact<OutputOf<S, O>> = await calls.read(request.service, request.operation, input, options);
    yield page;
    nextInput = page.state === 'known' ? request.next(page.value) : undefined;
  }
}

/** Reads all items of a listing as one fact. A page that is absent or unknown is the result for the whole list. */
export async function readAll<S extends ServiceName, O extends OperationName<S>, T>(
  calls: Calls,
  request: ListRequest<S, O> & { items(response: OutputOf<S, O>): T[]; maxPages?: number },
  options: CallOptions = {},
): Promise<Fact<ListResult<T>>> {
  const items: T[] = [];
  let read = 0;
  for await (const page of pages(calls, request, options)) {
    if (page.state !== 'known') return page;
    items.push(...request.items(page.value));
    read++;
    if (read === (request.maxPages ?? defaultMaxPages)) {
      return known({ items, complete: request.next(page.value) === undefined });
    }
  }
  return known({ items, complete: true });
}
