import type { ListPipelinesCommandOutput } from '@aws-sdk/client-codepipeline';
import type { Fact } from './fact.ts';
import { type CallRecorder, type CallRequest, keyOf } from './recording.ts';

/** The lists that every scan reads to the end, for any seat. */
const sharedLists: ReadonlySet<string> = new Set([
  'codepipeline ListPipelines',
  'codeconnections ListConnections',
]);

interface SharedCall {
  running: Promise<unknown>;
  next?: Promise<unknown>;
}

/**
 * Shares one call among callers with the same key. A caller never gets the answer of a call that began before
 * its own request: callers that arrive while a call is in flight share the next one.
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

/**
 * Changes with a pipeline's definition: an update increments the version, a new pipeline has a new creation
 * time.
 */
function definitionFingerprint({
  version,
  created,
  updated,
}: NonNullable<ListPipelinesCommandOutput['pipelines']>[number]) {
  if (version === undefined || created === undefined || updated === undefined) return undefined;
  return `${version} ${created.getTime()} ${updated.getTime()}`;
}

/**
 * Shares calls among the scans of an account's seats. Returns a function that makes the recorder of one scan.
 * No answer is older than the scan that gets it. Listings are coalesced (see above). A pipeline's definition
 * is reused only while the scan's own listing shows the version and times of the one that was read. All scans
 * must use the same credentials.
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
      // The read failed, or the definition changed after the listing: no other scan may reuse this answer.
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
