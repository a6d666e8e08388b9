import { HostRefusal } from './door.ts';
import { commitChange } from './git-host/commit.ts';
import {
  type Body,
  branchIn,
  commitIn,
  longestFile,
  newPathIn,
  repositoriesIn,
  repositoryIn,
  textIn,
} from './git-host/input.ts';
import { knobsOf, type Repository } from './git-host/knobs.ts';
import { readings } from './git-host/read.ts';
import { renameBranch } from './git-host/rename.ts';

type Env = Record<string, string | undefined>;

/** One request of the pretend GitHub. Throws HostRefusal with words for the page. */
type HostRequest = (body: Body) => Promise<unknown>;

/**
 * The name of the learner's account at the git host, from the lab's settings; undefined when they name no repository.
 * Throws an Error whose message is for the page.
 */
export type Learner = () => string | undefined;

/**
 * The pretend GitHub's requests by name, for the practice account of `env`, which may be another process's: what git
 * can do goes over its git host by git, the rest by its knobs.
 */
export function hostRequests(env: Env, learner: Learner): ReadonlyMap<string, HostRequest> {
  const turn = knobsOf(env);
  const requests: Record<string, HostRequest> = {
    ...readings(env, turn),

    /** Every repository, and whose account at the git host the learner's is taken to be. */
    async repositories() {
      const { repositories } = await turn<{ repositories: Repository[] }>('GET', 'repositories');
      return { repositories, owner: ownerFrom(learner) ?? repositories[0]?.name.split('/')[0] ?? 'octocat' };
    },

    async 'create-repository'(body) {
      const name = repositoryIn(body);
      const made = await turn<Repository>('POST', 'repositories', { name, private: body.private === true });
      if (body.readme !== true) return made;
      await commitChange(env, {
        ...{ repository: name, branch: made.defaultBranch, base: undefined, was: undefined },
        ...{ path: 'README.md', text: `# ${name.split('/')[1]}\n`, message: 'Initial commit\n' },
      });
      return made;
    },

    'delete-repository': (body) => turn('DELETE', 'repositories', { name: repositoryIn(body) }),

    /** Answers `{commit}`, or `{outdated}` with the newest commit when that is not the one that was edited. */
    async commit(body) {
      const title = textIn(body, 'message', 500).trim();
      if (title === '' || /[\r\n]/.test(title))
        throw new HostRefusal('A commit message is one line of text.');
      const details = textIn(body, 'description', 20_000).trim();
      const path = newPathIn(body);
      return commitChange(env, {
        ...{ repository: repositoryIn(body), branch: branchIn(body), path },
        base: body.base === undefined ? undefined : commitIn(body, 'base'),
        was: body.was === undefined ? undefined : textIn(body, 'was', 4096),
        text: textIn(body, 'text', longestFile),
        message: details === '' ? `${title}\n` : `${title}\n\n${details}\n`,
      });
    },

    async 'rename-branch'(body) {
      const names = {
        repository: repositoryIn(body),
        from: branchIn(body, 'from'),
        to: branchIn(body, 'to'),
      };
      await renameBranch(env, turn, names);
      return {};
    },

    installations: () => turn('GET', 'installations'),

    install(body) {
      const repositories = repositoriesIn(body);
      const owner = textIn(body, 'owner', 39);
      return turn('POST', 'installations', {
        owner,
        ...(repositories === undefined ? {} : { repositories }),
      });
    },

    uninstall: (body) => turn('DELETE', 'installations', { id: textIn(body, 'id', 20) }),

    /** Finishes a connection's handshake upon an installation of the app. */
    async connect(body) {
      const [name, installation] = [textIn(body, 'connectionArn', 300), textIn(body, 'installation', 20)];
      if (!name.startsWith('arn:')) throw new HostRefusal('connectionArn: expected an ARN.');
      await turn('POST', 'authorize', { name, installation });
      return {};
    },

    /** The repositories that a connection may see, for whoever offers a choice of them. */
    'granted-repositories': (body) =>
      turn('POST', 'granted', { connection: textIn(body, 'connectionArn', 300) }),
  };
  return new Map(Object.entries(requests));
}

function ownerFrom(learner: Learner): string | undefined {
  try {
    return learner();
  } catch (error) {
    throw new HostRefusal((error as Error).message);
  }
}
