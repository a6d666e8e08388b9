import { urlTo } from '../router.ts';

/** The address of a place in a repository: `placeIn('octocat/site', 'blob', 'main', 'a', 'b.html')`. */
export const repositoryUrl = (repository: string, ...parts: string[]): string =>
  urlTo('github', 'repositories', ...repository.split('/'), ...parts);

/** The address of a file or folder in a branch. */
export const branchPathUrl = (repository: string, view: string, branch: string, path: string): string =>
  repositoryUrl(repository, view, branch, ...path.split('/').filter(Boolean));
