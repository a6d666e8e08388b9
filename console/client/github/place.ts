import { to } from '../router.ts';

/** The address of a place in a repository: `placeIn('octocat/site', 'blob', 'main', 'a', 'b.html')`. */
export const placeIn = (repository: string, ...parts: string[]): string =>
  to('github', 'repositories', ...repository.split('/'), ...parts);

/** The address of a file or folder in a branch. */
export const pathIn = (repository: string, view: string, branch: string, path: string): string =>
  placeIn(repository, view, branch, ...path.split('/').filter(Boolean));
