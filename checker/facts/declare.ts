import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import type { ReadName } from '../account/operations/services.ts';
import type { Remote } from '../account/sources/git.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabRecord, RegionSettings } from './values.ts';

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

/** A call that a fact makes: to AWS (`s3 HeadBucket`) or to the git host. */
export type FactCall = ReadName | 'git ls-remote' | 'git fetch';

// biome-ignore lint/suspicious/noExplicitAny: facts have values of any type
export type Dependencies = Readonly<Record<string, FactDeclaration<any>>>;
export type ValueOf<D> = D extends FactDeclaration<infer T> ? T : never;
/** Reads the facts that a fact depends on. Each is read at most once in a run. */
export type Getters<D> = { readonly [K in keyof D]: () => Promise<Fact<ValueOf<D[K]>>> };

/** One fact: what it is, what it depends on, which calls it makes, and how it is read. */
export interface FactDeclaration<T> {
  description: string;
  /** The calls that the fact itself can make, without those of the facts that it depends on. */
  calls: readonly FactCall[];
  /** The most of these calls to AWS that are made one after another. */
  sequentialCalls: number;
  /** In an account with more than the lab, more calls are made, and more of them one after another. */
  growsWithAccount: boolean;
  /** The facts that it reads first, under their names in the registry (`facts.ts`). */
  dependsOn: Dependencies;
  // biome-ignore lint/suspicious/noExplicitAny: the getters are typed where the fact is declared
  read(get: any, context: FactContext): Promise<Fact<T>>;
}

type Optional = 'calls' | 'sequentialCalls' | 'growsWithAccount';

/** Declares a fact. Without `sequentialCalls`, its calls to AWS are made at the same time. */
export function fact<T, D extends Dependencies = Record<never, never>>(
  declared: Omit<FactDeclaration<T>, Optional | 'dependsOn' | 'read'> &
    Partial<Pick<FactDeclaration<T>, Optional>> & {
      dependsOn?: D;
      read(get: Getters<D>, context: FactContext): Promise<Fact<T>>;
    },
): FactDeclaration<T> {
  const { calls = [], growsWithAccount = false, dependsOn = {} } = declared;
  const makesCalls = calls.some((call) => !call.startsWith('git '));
  return { sequentialCalls: makesCalls ? 1 : 0, ...declared, calls, growsWithAccount, dependsOn };
}
