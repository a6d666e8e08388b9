import type { Tape } from '../tape.ts';
import type { Remote } from './git.ts';

/** A repository whose answers come through the tape; nothing of its address is part of a question. */
export function tapedRemote(remote: Remote, tape: Tape): Remote {
  const git = (operation: string, input: object) => ({ service: 'git', operation, input });
  return {
    ...remote,
    branches: () => tape.answer(git('branches', {}), () => remote.branches()),
    blob: (branch, commit, path) =>
      tape.answer(git('blob', { branch, commit, path }), () => remote.blob(branch, commit, path)),
    commitTime: (branch, commit) =>
      tape.answer(git('commitTime', { branch, commit }), () => remote.commitTime(branch, commit)),
    commits: (branch) => tape.answer(git('commits', { branch }), () => remote.commits(branch)),
  };
}
