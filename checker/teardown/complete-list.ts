import { type Fact, unknown } from '../account/fact.ts';
import type { ListResult } from '../account/paging.ts';
import { observedError } from '../account/write/errors.ts';

/** A list that is as long as it says; one that was cut at the reader's bound is not known. */
export function completeList<T>(fact: Fact<ListResult<T>>, service: string, operation: string): Fact<T[]> {
  if (fact.state !== 'known') return fact;
  if (fact.value.complete) return { state: 'known', value: fact.value.items };
  return unknown(observedError(service, operation, 'ListTooLong', 'the list has more pages than are read'));
}
