import { shellQuote } from '../command.ts';
import { adminCommand } from '../git-host.ts';

/** The URL of a repository for a shell of the lab. A repository's name has no character that a shell interprets. */
export const remoteUrl = (repository: string) => `"$LAB_GIT_URL/${repository}.git"`;

export interface CommitRequest {
  repository: string;
  branch: string;
  /** Undefined when the branch does not exist yet. */
  base: string | undefined;
  path: string;
  was: string | undefined;
  text: string;
  message: string;
  description: string;
}

/**
 * The command that writes a text into a file, with one quoted word for each line. No quote spans two lines, since an
 * interactive bash would then expand an exclamation mark.
 */
function writeFileCommand(text: string, file: string): string {
  if (text === '') return `: > ${file}`;
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const printfCommand = (format: string, texts: string[]) =>
    `printf '${format}' \\\n${texts.map((line) => `  '${line.replaceAll("'", `'\\''`)}'`).join(' \\\n')}`;
  if (lines.length === 0) return `${printfCommand('%s', [last])} > ${file}`;
  if (last === '') return `${printfCommand('%s\\n', lines)} > ${file}`;
  return `${printfCommand('%s\\n', lines)} > ${file}\n${printfCommand('%s', [last])} >> ${file}`;
}

/** The git commands for a commit: a new clone, the file, the commit and the push. */
export function commitCommands(commit: CommitRequest): string {
  const { repository, branch, base, path, was, text, message, description } = commit;
  const folder = path.includes('/') ? path.replace(/\/[^/]*$/, '') : undefined;
  const setup =
    base === undefined
      ? ['git init --quiet "$WORK"', `git -C "$WORK" remote add origin ${remoteUrl(repository)}`]
      : [`git clone --quiet ${shellQuote(`--branch=${branch}`)} ${remoteUrl(repository)} "$WORK"`];
  const messages = [message, description].filter(Boolean).map((one) => ` -m ${shellQuote(one)}`);
  return [
    'WORK="$(mktemp -d)"',
    ...setup,
    ...(folder === undefined ? [] : [`mkdir -p "$WORK"/${shellQuote(folder)}`]),
    ...(was === undefined || was === path
      ? []
      : [`mv "$WORK"/${shellQuote(was)} "$WORK"/${shellQuote(path)}`]),
    writeFileCommand(text, `"$WORK"/${shellQuote(path)}`),
    'git -C "$WORK" add --all --force',
    `git -C "$WORK" -c user.name="Pipeline Learner" -c user.email=learner@example.com \\\n  commit --quiet${messages.join('')}`,
    `git -C "$WORK" push --quiet origin ${shellQuote(`HEAD:refs/heads/${branch}`)}`,
  ].join('\n');
}

/** The commands that rename a branch: push the new name, make it the default if the old one was, delete the old. */
export function renameBranchCommands(
  repository: string,
  from: string,
  to: string,
  isDefault: boolean,
): string {
  return [
    'WORK="$(mktemp -d)"',
    `git clone --quiet --bare ${remoteUrl(repository)} "$WORK"`,
    `git -C "$WORK" push --quiet origin ${shellQuote(`refs/heads/${from}:refs/heads/${to}`)}`,
    ...(isDefault ? [adminCommand('PUT', 'repositories', { name: repository, defaultBranch: to })] : []),
    `git -C "$WORK" push --quiet origin ${shellQuote(`:refs/heads/${from}`)}`,
  ].join('\n');
}
