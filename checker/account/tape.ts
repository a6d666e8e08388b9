import { type Fact, unknown } from './fact.ts';

/** One question to the world outside: a call of AWS's, or one to git, the clone, an address, the clock. */
export interface Asked {
  service: string;
  operation: string;
  /** Where AWS was asked. */
  region?: string;
  input: object;
}

/** A question and what was answered. */
export interface Answer extends Asked {
  fact: Fact<unknown>;
}

/**
 * Every answer of a run comes through a tape: asked for now, asked for and noted, or taken from what was noted
 * in an earlier run. So a run can be judged again without any network, git, clock or file.
 */
export interface Tape {
  answer<T>(asked: Asked, ask: () => Promise<Fact<T>>): Promise<Fact<T>>;
}

/** Asks, and notes nothing. */
export const asking: Tape = { answer: (_asked, ask) => ask() };

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same for the same question, in whichever order its input was put together. */
export function keyOf({ service, operation, region = '', input }: Asked): string {
  return JSON.stringify([service, operation, region, input], sorted);
}

/** Asks, and notes what was answered. `answers` are those that have come so far, in the order of their keys. */
export function recorder(): Tape & { answers(): Answer[] } {
  const noted = new Map<string, Answer>();
  return {
    async answer(asked, ask) {
      const fact = await ask();
      noted.set(keyOf(asked), { ...asked, fact });
      return fact;
    },
    answers: () => [...noted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, answer]) => answer),
  };
}

/** Answers from what was noted, and never asks: what was not noted is unknown. */
export function player(answers: readonly Answer[]): Tape {
  const noted = new Map(answers.map((answer) => [keyOf(answer), answer.fact]));
  return {
    async answer<T>(asked: Asked) {
      const fact = noted.get(keyOf(asked)) as Fact<T> | undefined;
      return fact ?? notNoted(asked);
    },
  };
}

function notNoted({ service, operation }: Asked): Fact<never> {
  const message = 'this was not asked when the evidence was saved';
  return unknown({ cause: 'evidence', service, operation, actions: [], code: 'NotInEvidence', message });
}
