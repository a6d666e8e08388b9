import { defined } from '../../base/defined.ts';
import { commitChange } from './git-host/commit.ts';
import { gitHostAdmin } from './git-host/git-host-admin.ts';
import {
  type Body,
  branchIn,
  commitIn,
  maxFileBytes,
  newPathIn,
  repositoriesIn,
  repositoryIn,
  textIn,
} from './git-host/input.ts';
import { readRequests } from './git-host/read-requests.ts';
import { renameBranch } from './git-host/rename-branch.ts';
import { GitHostError } from './ports.ts';

type Env = Record<string, string | undefined>;

/** One request to the pretend GitHub. Throws GitHostError with a message for the page. */
type GitHostRequest = (body: Body) => Promise<unknown>;

/**
 * The name of the learner's account at the git host, from the lab's settings; undefined when they name no repository.
 * Throws an Error whose message is for the page.
 */
export type Learner = () => string | undefined;

/**
 * The requests to the pretend GitHub by name, for the practice account of `env`, which can be in another process. They
 * run git against its git host where git can do it, and use its admin API for the rest.
 */
export function gitHostRequests(env: Env, learner: Learner): ReadonlyMap<string, GitHostRequest> {
  const admin = gitHostAdmin(env);
  const requests: Record<string, GitHostRequest> = {
    ...readRequests(env, admin),

    /** Every repository, and the account at the git host that the console treats as the learner's. */
    async repositories() {
      const { repositories } = await admin((client) => client.repositories());
      return { repositories, owner: ownerFrom(learner) ?? repositories[0]?.name.split('/')[0] ?? 'octocat' };
    },

    async 'create-repository'(body) {
      const name = repositoryIn(body);
      const created = await admin((client) =>
        client.createRepository({ name, private: body.private === true }),
      );
      if (body.readme !== true) return created;
      await commitChange(env, {
        repository: name,
        branch: created.defaultBranch,
        base: undefined,
        previousPath: undefined,
        path: 'README.md',
        text: `# ${name.split('/')[1]}\n`,
        message: 'Initial commit\n',
      });
      return created;
    },

    'delete-repository': (body) => admin((client) => client.deleteRepository({ name: repositoryIn(body) })),

    /** Returns `{commit}`, or `{outdated}` with the branch's newest commit when the edit is based on another one. */
    async commit(body) {
      const title = textIn(body, 'message', 500).trim();
      if (title === '' || /[\r\n]/.test(title))
        throw new GitHostError('A commit message is one line of text.');
      const details = textIn(body, 'description', 20_000).trim();
      const path = newPathIn(body);
      return commitChange(env, {
        repository: repositoryIn(body),
        branch: branchIn(body),
        path,
        base: body.base === undefined ? undefined : commitIn(body, 'base'),
        previousPath: body.was === undefined ? undefined : textIn(body, 'was', 4096),
        text: textIn(body, 'text', maxFileBytes),
        message: details === '' ? `${title}\n` : `${title}\n\n${details}\n`,
      });
    },

    async 'rename-branch'(body) {
      const names = {
        repository: repositoryIn(body),
        from: branchIn(body, 'from'),
        to: branchIn(body, 'to'),
      };
      await renameBranch(env, admin, names);
      return {};
    },

    installations: () => admin((client) => client.installations()),

    install(body) {
      const repositories = repositoriesIn(body);
      const owner = textIn(body, 'owner', 39);
      return admin((client) => client.install({ owner, ...defined({ repositories }) }));
    },

    uninstall: (body) => admin((client) => client.uninstall({ id: textIn(body, 'id', 20) })),

    /** Finishes a connection's handshake with an installation of the app. */
    async connect(body) {
      const [name, installation] = [textIn(body, 'connectionArn', 300), textIn(body, 'installation', 20)];
      if (!name.startsWith('arn:')) throw new GitHostError('connectionArn: expected an ARN.');
      await admin((client) => client.authorize({ name, installation }));
      return {};
    },

    /** The repositories that a connection may access, for the fields that offer a choice of them. */
    'granted-repositories': (body) =>
      admin((client) => client.grantedRepositories({ connection: textIn(body, 'connectionArn', 300) })),
  };
  return new Map(Object.entries(requests));
}

function ownerFrom(learner: Learner): string | undefined {
  try {
    return learner();
  } catch (error) {
    throw new GitHostError((error as Error).message);
  }
}
