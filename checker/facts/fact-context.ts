import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import type { Remote } from '../account/sources/git.ts';
import type { Lab } from '../lab/lab.ts';
import type { FactName, FactValues, LabRecord, RegionSettings } from './values.ts';

/** The inputs of the facts of one run. */
export interface FactContext {
  lab: Lab;
  calls: Calls;
  /** The repository at its git host; undefined while the lab has no repository setting. */
  remote: Remote | undefined;
  regions: RegionSettings;
  record: LabRecord | undefined;
  /** The presigned URL that the learner passes. */
  url: string | undefined;
}

/** Returns another fact of the same run; each fact is read at most once. */
export type GetFact = <K extends FactName>(name: K) => Promise<Fact<FactValues[K]>>;

export type FactReader<K extends FactName> = (
  getFact: GetFact,
  context: FactContext,
) => Promise<Fact<FactValues[K]>>;

export type FactReaders<K extends FactName> = { [N in K]: FactReader<N> };
