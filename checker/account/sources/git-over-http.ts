import { absent, type Fact, known } from '../fact.ts';
import { type Branches, openRemote, type Remote } from './git.ts';
import { commitTimeOf, fileAtRoot, type Objects, unpack } from './git-pack.ts';
import { fetchPack, GitProtocolError, lsRefs, RepositoryNotFound } from './git-protocol.ts';

type RemoteOptions = NonNullable<Parameters<typeof openRemote>[2]>;

/** After this many consecutive failures, only the git command is used for the host. */
const maxFailures = 3;

/**
 * Opens remotes of many repositories at one host without a git process for each, because starting one blocks this
 * process for longer than the request takes. The two requests that every seat needs, the branches and the tip of
 * one, go over HTTP. The git command makes all other requests, and these too when the host's answer is not a git
 * host's: a sign-in, a redirect, another protocol.
 */
export function gitOverHttp() {
  let failures = 0;

  return (base: string, repository: string, options: RemoteOptions = {}): Remote => {
    const git = openRemote(base, repository, options);
    const address = `${base.replace(/\/+$/, '')}/${repository}.git`;
    const counts = new Map<string, number>();
    let refs: Promise<Fact<Branches>> | undefined;
    const packs = new Map<string, Promise<Objects>>();

    async function countedHttp<T>(
      operation: string,
      request: (signal: AbortSignal | undefined) => Promise<T>,
    ) {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      const response = await request(options.signal);
      failures = 0;
      return response;
    }

    /** Returns the answer over HTTP; falls back to the git command if that fails. */
    async function withFallback<T>(
      overHttp: () => Promise<Fact<T>>,
      fallback: () => Promise<Fact<T>>,
    ): Promise<Fact<T>> {
      if (failures >= maxFailures || !/^https?:/.test(base)) return fallback();
      try {
        return await overHttp();
      } catch (error) {
        if (error instanceof RepositoryNotFound) return absent('RepositoryNotFound');
        // The git command either succeeds, or fails with its own message.
        if (!(error instanceof GitProtocolError)) failures += 1;
        return fallback();
      }
    }

    function branches(): Promise<Fact<Branches>> {
      refs ??= withFallback(
        async () => known(await countedHttp('ls-remote', (signal) => lsRefs(address, signal))),
        git.branches,
      );
      return refs;
    }

    async function atTip<T>(branch: string, commit: string, read: (objects: Objects) => Fact<T>) {
      const refsFact = await branches();
      // Without the history, only the tip is known to be in the branch.
      if (refsFact.state !== 'known' || refsFact.value[branch] !== commit)
        throw new GitProtocolError('not the tip');
      const pack =
        packs.get(commit) ??
        countedHttp('fetch', async (signal) => unpack(await fetchPack(address, commit, signal)));
      packs.set(commit, pack);
      return read(await pack);
    }

    return {
      url: git.url,
      branches,
      blob: (branch, commit, path) =>
        path.includes('/')
          ? git.blob(branch, commit, path)
          : withFallback(
              () =>
                atTip(branch, commit, (objects) => {
                  const bytes = fileAtRoot(objects, commit, path);
                  return bytes === undefined ? absent('NotInCommit') : known(new Uint8Array(bytes));
                }),
              () => git.blob(branch, commit, path),
            ),
      commitTime: (branch, commit) =>
        withFallback(
          () => atTip(branch, commit, (objects) => known(commitTimeOf(objects, commit))),
          () => git.commitTime(branch, commit),
        ),
      commits: git.commits,
      counts() {
        const all = new Map(counts);
        for (const { operation, count } of git.counts())
          all.set(operation, (all.get(operation) ?? 0) + count);
        return [...all].map(([operation, count]) => ({ service: 'git', operation, count }));
      },
      close: git.close,
    };
  };
}
