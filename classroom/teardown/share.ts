import type { ListPipelinesCommandOutput } from '@aws-sdk/client-codepipeline';
import type { Fact } from '../../checker/account/fact.ts';
import { type Asked, keyOf, type Tape } from '../../checker/account/tape.ts';

/** The lists that every look reads whole, whichever seat it is for. */
const lists: ReadonlySet<string> = new Set(['codepipeline ListPipelines', 'codeconnections ListConnections']);

interface Line {
  running: Promise<unknown>;
  next?: Promise<unknown>;
}

/**
 * One call for all who ask the same at about the same time. Nobody is given an answer to a call that began before
 * they asked: who comes while one is under way waits for the next, together with all others who do.
 */
function joining() {
  const lines = new Map<string, Line>();
  function start<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const running = ask();
    const line: Line = { running };
    lines.set(key, line);
    const over = () => {
      if (line.next === undefined) lines.delete(key);
    };
    running.then(over, over);
    return running;
  }
  return <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const line = lines.get(key);
    if (line === undefined) return start(key, ask);
    const begin = () => start(key, ask);
    line.next ??= line.running.then(begin, begin);
    return line.next as Promise<T>;
  };
}

/** Changes with a pipeline's definition: an update counts its version up, and one made anew has another birth. */
function printOf({
  version,
  created,
  updated,
}: NonNullable<ListPipelinesCommandOutput['pipelines']>[number]) {
  if (version === undefined || created === undefined || updated === undefined) return undefined;
  return `${version} ${created.getTime()} ${updated.getTime()}`;
}

/**
 * What the seats of an account ask alike is asked once, and nothing of it is older than the look that is given it:
 * lists are joined (see above), and another seat's pipeline is not read again while the list of this very look says
 * that its definition is still the one that was read. Answers a maker of tapes, one for each look. All looks must be
 * made with the same credentials.
 */
export function sharing(): () => Tape {
  const join = joining();
  const definitions = new Map<string, Promise<Fact<unknown>>>();

  return () => {
    const listed = new Map<string, string>();
    const note = (
      { region = '' }: Asked,
      { pipelines = [] }: Pick<ListPipelinesCommandOutput, 'pipelines'>,
    ) => {
      for (const one of pipelines) {
        const print = printOf(one);
        if (print !== undefined) listed.set(`${region} ${one.name}`, print);
      }
    };

    async function definition<T>(asked: Asked, ask: () => Promise<Fact<T>>): Promise<Fact<T>> {
      const name = `${asked.region ?? ''} ${(asked.input as { name?: string }).name}`;
      const print = listed.get(name);
      if (print === undefined) return ask();
      const key = `${name} ${print}`;
      const before = definitions.get(key) as Promise<Fact<T>> | undefined;
      const reading = before ?? ask();
      definitions.set(key, reading);
      const fact = await reading;
      const read = fact.state === 'known' ? (fact.value as { pipeline?: { version?: number } }) : undefined;
      // Not to be told, or changed since the list: nobody else is given this.
      if (String(read?.pipeline?.version) !== print.split(' ')[0]) definitions.delete(key);
      return fact;
    }

    return {
      async answer<T>(asked: Asked, ask: () => Promise<Fact<T>>) {
        const called = `${asked.service} ${asked.operation}`;
        if (called === 'codepipeline GetPipeline') return definition(asked, ask);
        if (!lists.has(called)) return ask();
        const fact = await join(keyOf(asked), ask);
        if (called === 'codepipeline ListPipelines' && fact.state === 'known')
          note(asked, fact.value as Pick<ListPipelinesCommandOutput, 'pipelines'>);
        return fact;
      },
    };
  };
}
