import { type Fact, unknown } from '../account/fact.ts';
import type { ListResult } from '../account/paging.ts';
import { observedError } from '../account/write/errors.ts';

/** The items of a list that was read to its end. A list cut off at the page limit is unknown. */
export function completeList<T>(fact: Fact<ListResult<T>>, service: string, operation: string): Fact<T[]> {
  if (fact.state !== 'known') return fact;
  if (fact.value.complete) return { state: 'known', value: fact.value.items };
  return unknown(observedError(service, operation, 'ListTooLong', 'the list has more pages than are read'));
}
