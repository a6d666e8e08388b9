import { absent, type Fact, known } from '../fact.ts';
import { type Branches, openRemote, type Remote } from './git.ts';
import { fileOf, type Objects, timeOf, unpack } from './git-pack.ts';
import { fetchPack, lsRefs, NoRepository, NotUnderstood } from './git-wire.ts';

type Settings = NonNullable<Parameters<typeof openRemote>[2]>;

/** After so many failures in a row the host is asked by git alone. */
const enough = 3;

/**
 * Remotes of many repositories at one host, asked without a process of git's for each: starting one stops this
 * process for longer than the question takes. The two questions that are asked of every seat, where the branches
 * are and what is at the tip of one, are asked over HTTP; whatever the host answers otherwise than a git host does
 * (a sign-in, another address, another protocol), and every other question, is git's own.
 */
export function quickGit() {
  let failures = 0;

  return (base: string, repository: string, settings: Settings = {}): Remote => {
    const git = openRemote(base, repository, settings);
    const address = `${base.replace(/\/+$/, '')}/${repository}.git`;
    const counts = new Map<string, number>();
    let refs: Promise<Fact<Branches>> | undefined;
    const packs = new Map<string, Promise<Objects>>();

    async function quickly<T>(operation: string, ask: (signal: AbortSignal | undefined) => Promise<T>) {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      const answer = await ask(settings.signal);
      failures = 0;
      return answer;
    }

    /** The quick answer; or git's, where there is none. */
    async function or<T>(quick: () => Promise<Fact<T>>, slow: () => Promise<Fact<T>>): Promise<Fact<T>> {
      if (failures >= enough || !/^https?:/.test(base)) return slow();
      try {
        return await quick();
      } catch (error) {
        if (error instanceof NoRepository) return absent('RepositoryNotFound');
        // Anything that goes wrong here goes wrong in git's own words, or right.
        if (!(error instanceof NotUnderstood)) failures += 1;
        return slow();
      }
    }

    function branches(): Promise<Fact<Branches>> {
      refs ??= or(
        async () => known(await quickly('ls-remote', (signal) => lsRefs(address, signal))),
        git.branches,
      );
      return refs;
    }

    async function atTip<T>(branch: string, commit: string, take: (objects: Objects) => Fact<T>) {
      const there = await branches();
      // Only of the tip it is known without its history that it is in the branch.
      if (there.state !== 'known' || there.value[branch] !== commit) throw new NotUnderstood('not the tip');
      const pack =
        packs.get(commit) ??
        quickly('fetch', async (signal) => unpack(await fetchPack(address, commit, signal)));
      packs.set(commit, pack);
      return take(await pack);
    }

    return {
      url: git.url,
      branches,
      blob: (branch, commit, path) =>
        path.includes('/')
          ? git.blob(branch, commit, path)
          : or(
              () =>
                atTip(branch, commit, (objects) => {
                  const bytes = fileOf(objects, commit, path);
                  return bytes === undefined ? absent('NotInCommit') : known(new Uint8Array(bytes));
                }),
              () => git.blob(branch, commit, path),
            ),
      commitTime: (branch, commit) =>
        or(
          () => atTip(branch, commit, (objects) => known(timeOf(objects, commit))),
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
