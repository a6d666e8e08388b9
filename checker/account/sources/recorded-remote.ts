import type { CallRecorder } from '../recording.ts';
import type { Remote } from './git.ts';

/** A remote whose answers pass through the recorder. The recorded requests do not contain the repository's URL. */
export function recordedRemote(remote: Remote, recorder: CallRecorder): Remote {
  const gitRequest = (operation: string, input: object) => ({ service: 'git', operation, input });
  return {
    ...remote,
    branches: () => recorder.call(gitRequest('branches', {}), () => remote.branches()),
    blob: (branch, commit, path) =>
      recorder.call(gitRequest('blob', { branch, commit, path }), () => remote.blob(branch, commit, path)),
    commitTime: (branch, commit) =>
      recorder.call(gitRequest('commitTime', { branch, commit }), () => remote.commitTime(branch, commit)),
    commits: (branch) => recorder.call(gitRequest('commits', { branch }), () => remote.commits(branch)),
  };
}
