import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import type { Remote } from '../account/sources/git.ts';
import type { Lab } from '../lab/lab.ts';
import type { FactName, FactValues, LabRecord, RegionSettings } from './values.ts';

/** What the facts of one run are found with. */
export interface FactContext {
  lab: Lab;
  calls: Calls;
  /** The repository at its host; none while the lab does not know its name. */
  remote: Remote | undefined;
  regions: RegionSettings;
  record: LabRecord | undefined;
  /** The address that the learner asks about. */
  url: string | undefined;
}

/** Asks for another fact of the same run; each is found at most once. */
export type GetFact = <K extends FactName>(name: K) => Promise<Fact<FactValues[K]>>;

export type FactReader<K extends FactName> = (
  getFact: GetFact,
  context: FactContext,
) => Promise<Fact<FactValues[K]>>;

export type FactReaders<K extends FactName> = { [N in K]: FactReader<N> };
