import type { Fact } from '../account/fact.ts';
import { bucketSources } from './bucket.ts';
import { callerSources } from './caller.ts';
import { deliverySources } from './delivery.ts';
import { leftoverSources } from './leftovers.ts';
import { liveSources } from './live.ts';
import { pipelineSources } from './pipeline.ts';
import { repositorySources } from './repository.ts';
import type { Get, Setting, Source, Sources } from './setting.ts';
import type { FactName, FactValues } from './values.ts';

const sources: Sources<FactName> = {
  ...callerSources,
  ...repositorySources,
  ...bucketSources,
  ...pipelineSources,
  ...deliverySources,
  ...leftoverSources,
  ...liveSources,
};

/** The facts of one run: each is found when first asked for, and only then. */
export function makeFacts(setting: Setting): Get {
  const found = new Map<FactName, Promise<Fact<unknown>>>();
  const get: Get = <K extends FactName>(name: K) => {
    const source: Source<K> = sources[name];
    const fact = (found.get(name) as Promise<Fact<FactValues[K]>> | undefined) ?? source(get, setting);
    found.set(name, fact);
    return fact;
  };
  return get;
}
