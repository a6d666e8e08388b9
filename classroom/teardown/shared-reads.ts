import type { ListPipelinesCommandOutput } from '@aws-sdk/client-codepipeline';
import type { Fact } from '../../checker/account/fact.ts';
import { type CallRecorder, type CallRequest, keyOf } from '../../checker/account/recording.ts';

/** The lists that every look reads whole, whichever seat it is for. */
const sharedLists: ReadonlySet<string> = new Set([
  'codepipeline ListPipelines',
  'codeconnections ListConnections',
]);

interface SharedCall {
  running: Promise<unknown>;
  next?: Promise<unknown>;
}

/**
 * One call for all who ask the same at about the same time. Nobody is given an answer to a call that began before
 * they asked: who comes while one is under way waits for the next, together with all others who do.
 */
function coalesceCalls() {
  const inFlight = new Map<string, SharedCall>();
  function start<T>(key: string, send: () => Promise<T>): Promise<T> {
    const running = send();
    const call: SharedCall = { running };
    inFlight.set(key, call);
    const cleanUp = () => {
      if (call.next === undefined) inFlight.delete(key);
    };
    running.then(cleanUp, cleanUp);
    return running;
  }
  return <T>(key: string, send: () => Promise<T>): Promise<T> => {
    const call = inFlight.get(key);
    if (call === undefined) return start(key, send);
    const startNext = () => start(key, send);
    call.next ??= call.running.then(startNext, startNext);
    return call.next as Promise<T>;
  };
}

/** Changes with a pipeline's definition: an update counts its version up, and one made anew has another birth. */
function definitionFingerprint({
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
export function sharedReads(): () => CallRecorder {
  const coalesced = coalesceCalls();
  const definitions = new Map<string, Promise<Fact<unknown>>>();

  return () => {
    const listedDefinitions = new Map<string, string>();
    const rememberDefinitions = (
      { region = '' }: CallRequest,
      { pipelines = [] }: Pick<ListPipelinesCommandOutput, 'pipelines'>,
    ) => {
      for (const one of pipelines) {
        const fingerprint = definitionFingerprint(one);
        if (fingerprint !== undefined) listedDefinitions.set(`${region} ${one.name}`, fingerprint);
      }
    };

    async function definition<T>(call: CallRequest, send: () => Promise<Fact<T>>): Promise<Fact<T>> {
      const name = `${call.region ?? ''} ${(call.input as { name?: string }).name}`;
      const fingerprint = listedDefinitions.get(name);
      if (fingerprint === undefined) return send();
      const key = `${name} ${fingerprint}`;
      const earlier = definitions.get(key) as Promise<Fact<T>> | undefined;
      const reading = earlier ?? send();
      definitions.set(key, reading);
      const fact = await reading;
      const read = fact.state === 'known' ? (fact.value as { pipeline?: { version?: number } }) : undefined;
      // Not to be told, or changed since the list: nobody else is given this.
      if (String(read?.pipeline?.version) !== fingerprint.split(' ')[0]) definitions.delete(key);
      return fact;
    }

    return {
      async call<T>(call: CallRequest, send: () => Promise<Fact<T>>) {
        const operation = `${call.service} ${call.operation}`;
        if (operation === 'codepipeline GetPipeline') return definition(call, send);
        if (!sharedLists.has(operation)) return send();
        const fact = await coalesced(keyOf(call), send);
        if (operation === 'codepipeline ListPipelines' && fact.state === 'known')
          rememberDefinitions(call, fact.value as Pick<ListPipelinesCommandOutput, 'pipelines'>);
        return fact;
      },
    };
  };
}
