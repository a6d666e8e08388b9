import { shellQuote } from '../command.ts';
import { adminCommand } from '../git-host.ts';

/** The address of a repository, as a shell of the lab has it. Its name holds nothing that a shell reads. */
export const remoteUrl = (repository: string) => `"$LAB_GIT_URL/${repository}.git"`;

export interface CommitRequest {
  repository: string;
  branch: string;
  /** Undefined where the branch is not there yet. */
  base: string | undefined;
  path: string;
  was: string | undefined;
  text: string;
  message: string;
  description: string;
}

/**
 * Prints a text into a file: a word for each line, so that a quote never goes over a line's end, where an interactive
 * bash would take an exclamation mark for its history.
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

/** The commit by git: a clone of its own, the file, the commit, the push. */
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

/** Another name for a branch: the new one pushed, chosen as the default one if the old one was it, the old one deleted. */
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
