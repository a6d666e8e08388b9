import type { Fact } from '../account/fact.ts';
import * as bucketFacts from './bucket.ts';
import * as callerFacts from './caller.ts';
import type { FactContext, FactDeclaration, ValueOf } from './declare.ts';
import * as deliveryFacts from './delivery.ts';
import { leftovers } from './leftovers.ts';
import { live } from './live.ts';
import * as pipelineFacts from './pipeline.ts';
import * as repositoryFacts from './repository.ts';

/** Every fact that a check can read, by its name. */
export const facts = {
  ...callerFacts,
  ...repositoryFacts,
  ...bucketFacts,
  ...pipelineFacts,
  ...deliveryFacts,
  leftovers,
  live,
};

export type FactName = keyof typeof facts;
/** The value of each fact when it is known. */
export type FactValues = { [K in FactName]: ValueOf<(typeof facts)[K]> };
/** Returns a fact of a run; each fact is read at most once. */
export type GetFact = <K extends FactName>(name: K) => Promise<Fact<FactValues[K]>>;

const declaredAs = (name: FactName): FactDeclaration<unknown> => facts[name];
const dependenciesOf = (name: FactName) => Object.keys(declaredAs(name).dependsOn) as FactName[];

/** Returns the facts of one run. Each fact is read when it is first requested, and only then. */
export function makeFacts(context: FactContext): GetFact {
  const cache = new Map<FactName, Promise<Fact<unknown>>>();
  function get(name: FactName): Promise<Fact<unknown>> {
    const getters = Object.fromEntries(dependenciesOf(name).map((before) => [before, () => get(before)]));
    const fact = cache.get(name) ?? declaredAs(name).read(getters, context);
    cache.set(name, fact);
    return fact;
  }
  return get as GetFact;
}

/** Returns these facts and all facts that they depend on, each once; these facts come first. */
export function withDependencies(names: readonly FactName[]): FactName[] {
  const all = new Set(names);
  // Iterating over a set also visits what is added during the iteration.
  for (const name of all) for (const before of dependenciesOf(name)) all.add(before);
  return [...all];
}

/** Returns the largest number of AWS calls, made one after another, before a fact is known. */
export function longestCallChain(name: FactName): number {
  return declaredAs(name).sequentialCalls + Math.max(0, ...dependenciesOf(name).map(longestCallChain));
}
