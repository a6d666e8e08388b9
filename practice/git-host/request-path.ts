/** The path of a request to the git host: the repository, and one of the protocol's three endpoints. */
export interface GitRequestPath {
  /** `owner/name`, without `.git`. */
  repository: string;
  endpoint: 'info/refs' | 'git-upload-pack' | 'git-receive-pack';
}

/** The services of git's smart HTTP protocol: fetch and push. */
export type GitService = 'git-upload-pack' | 'git-receive-pack';

// GitHub's own limits. They also keep every path inside its folder, since a name has no separator and is not `..`.
// An owner's name begins with no dot, so it cannot clash with the host's own files beside the owners' folders.
const OWNER_PATTERN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const NAME_PATTERN = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** Whether `owner/name` is a valid repository name. Every name must be checked with this before it becomes a path. */
export function isRepositoryName(repository: string): boolean {
  const [owner, name, ...rest] = repository.split('/');
  if (owner === undefined || name === undefined || rest.length > 0) return false;
  return OWNER_PATTERN.test(owner) && NAME_PATTERN.test(name) && !name.toLowerCase().endsWith('.git');
}

/** Parses `/_git/<owner>/<name>[.git]/<endpoint>`; undefined for any other path. */
export function parseRequestPath(path: string): GitRequestPath | undefined {
  const match = /^\/_git\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(
    path,
  );
  if (match === null) return undefined;
  const repository = `${match[1]}/${match[2]}`;
  if (!isRepositoryName(repository)) return undefined;
  return { repository, endpoint: match[3] as GitRequestPath['endpoint'] };
}
