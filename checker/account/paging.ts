import type { CallOptions, Calls } from './calls.ts';
import { type CallError, type Fact, known, unknown } from './fact.ts';
import type { InputOf, OperationName, OutputOf, ServiceName } from './operations/services.ts';
import { PageProgress } from './page-progress.ts';

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

/** An error of a listing as a whole, which no single answer of AWS reports. */
function listError(service: string, operation: string, code: string, message: string): CallError {
  return { cause: 'other', service, operation, actions: [], code, message };
}

/**
 * Yields the pages in order. A page that is absent or unknown is the last one. When a token repeats, or too many pages
 * bring nothing new, the last one is unknown.
 */
export async function* pages<S extends ServiceName, O extends OperationName<S>>(
  calls: Calls,
  request: ListRequest<S, O>,
  options: CallOptions = {},
): AsyncGenerator<Fact<OutputOf<S, O>>> {
  const { service, operation } = request;
  const progress = new PageProgress();
  let nextInput: Partial<InputOf<S, O>> | undefined = {};
  while (nextInput !== undefined) {
    const input: InputOf<S, O> = Object.assign({}, request.input, nextInput);
    const page: Fact<OutputOf<S, O>> = await calls.read(service, operation, input, options);
    yield page;
    if (page.state !== 'known') return;
    nextInput = request.next(page.value);
    const endless = nextInput && progress.after(page.value as object, nextInput);
    if (endless !== undefined) {
      yield unknown(listError(service, operation, endless.code, endless.message));
      return;
    }
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
    for (const item of request.items(page.value)) items.push(item);
    read++;
    if (read === (request.maxPages ?? defaultMaxPages)) {
      return known({ items, complete: request.next(page.value) === undefined });
    }
  }
  return known({ items, complete: true });
}

/** The items of a list that was read to its end. A list that was cut off at the page limit is unknown. */
export function completeList<T>(
  fact: Fact<ListResult<T>>,
  service: ServiceName,
  operation: string,
): Fact<T[]> {
  if (fact.state !== 'known') return fact;
  if (fact.value.complete) return known(fact.value.items);
  return unknown(listError(service, operation, 'ListTooLong', 'the list has more pages than are read'));
}
