import type { Fact } from '../account/fact.ts';
import { bucketFacts } from './bucket.ts';
import { callerFacts } from './caller.ts';
import { deliveryFacts } from './delivery.ts';
import type { FactContext, FactReader, FactReaders, GetFact } from './fact-context.ts';
import { leftoverFacts } from './leftovers.ts';
import { liveFacts } from './live.ts';
import { pipelineFacts } from './pipeline.ts';
import { repositoryFacts } from './repository.ts';
import type { FactName, FactValues } from './values.ts';

const factReaders: FactReaders<FactName> = {
  ...callerFacts,
  ...repositoryFacts,
  ...bucketFacts,
  ...pipelineFacts,
  ...deliveryFacts,
  ...leftoverFacts,
  ...liveFacts,
};

/** Returns the facts of one run. Each fact is read when it is first requested, and only then. */
export function makeFacts(context: FactContext): GetFact {
  const cache = new Map<FactName, Promise<Fact<unknown>>>();
  const getFact: GetFact = <K extends FactName>(name: K) => {
    const reader: FactReader<K> = factReaders[name];
    const fact = (cache.get(name) as Promise<Fact<FactValues[K]>> | undefined) ?? reader(getFact, context);
    cache.set(name, fact);
    return fact;
  };
  return getFact;
}
