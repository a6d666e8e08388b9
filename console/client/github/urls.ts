import { urlTo } from '../router.ts';

/** The URL of a page of a repository: `repositoryUrl('octocat/site', 'blob', 'main', 'a', 'b.html')`. */
export const repositoryUrl = (repository: string, ...parts: string[]): string =>
  urlTo('github', 'repositories', ...repository.split('/'), ...parts);

/** The URL of a file or a folder in a branch. */
export const branchPathUrl = (repository: string, view: string, branch: string, path: string): string =>
  repositoryUrl(repository, view, branch, ...path.split('/').filter(Boolean));
