import { absent, type Fact, known } from '../fact.ts';
import { type Branches, openRemote, type Remote } from './git.ts';
import { commitTimeOf, fileAtRoot, type Objects, unpack } from './git-pack.ts';
import { fetchPack, GitProtocolError, lsRefs, RepositoryNotFound } from './git-protocol.ts';

type RemoteOptions = NonNullable<Parameters<typeof openRemote>[2]>;

/** After so many failures in a row the host is asked by git alone. */
const maxFailures = 3;

/**
 * Remotes of many repositories at one host, asked without a process of git's for each: starting one stops this
 * process for longer than the question takes. The two questions that are asked of every seat, where the branches
 * are and what is at the tip of one, are asked over HTTP; whatever the host answers otherwise than a git host does
 * (a sign-in, another address, another protocol), and every other question, is git's own.
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

    /** The quick answer; or git's, where there is none. */
    async function withFallback<T>(
      overHttp: () => Promise<Fact<T>>,
      fallback: () => Promise<Fact<T>>,
    ): Promise<Fact<T>> {
      if (failures >= maxFailures || !/^https?:/.test(base)) return fallback();
      try {
        return await overHttp();
      } catch (error) {
        if (error instanceof RepositoryNotFound) return absent('RepositoryNotFound');
        // Anything that goes wrong here goes wrong in git's own words, or right.
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
      // Only of the tip it is known without its history that it is in the branch.
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
