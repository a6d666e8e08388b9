/** What the git host is asked for: which repository, and which of the protocol's three doors. */
export interface GitRequestPath {
  /** `owner/name`, without `.git`. */
  repository: string;
  endpoint: 'info/refs' | 'git-upload-pack' | 'git-receive-pack';
}

/** The services of git's smart HTTP protocol: fetch and push. */
export type GitService = 'git-upload-pack' | 'git-receive-pack';

// GitHub's own limits. They also keep every name inside its folder: no separator, no `..`; and no owner's name
// can be that of a file which the host keeps beside the owners' folders, since those begin with a dot.
const OWNER_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const NAME_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** Whether `owner/name` can be a repository here. Everything that becomes a path passes through this. */
export function isRepositoryName(repository: string): boolean {
  const [owner, name, ...rest] = repository.split('/');
  if (owner === undefined || name === undefined || rest.length > 0) return false;
  return OWNER_PATTERN.test(owner) && NAME_PATTERN.test(name) && !name.toLowerCase().endsWith('.git');
}

/** Reads `/_git/<owner>/<name>[.git]/<door>`; undefined when the path is anything else. */
export function parseRequestPath(path: string): GitRequestPath | undefined {
  const match = /^\/_git\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
    path,
  );
  if (match === null) return undefined;
  const repository = `${match[1]}/${match[2]}`;
  if (!isRepositoryName(repository)) return undefined;
  return { repository, endpoint: match[3] as GitRequestPath['endpoint'] };
}
