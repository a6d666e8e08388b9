import { quoted } from '../command.ts';
import { knobText } from '../host.ts';

/** The address of a repository, as a shell of the lab has it. Its name holds nothing that a shell reads. */
export const remote = (repository: string) => `"$LAB_GIT_URL/${repository}.git"`;

export interface Commit {
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
function printText(text: string, file: string): string {
  if (text === '') return `: > ${file}`;
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const words = (format: string, texts: string[]) =>
    `printf '${format}' \\\n${texts.map((line) => `  '${line.replaceAll("'", `'\\''`)}'`).join(' \\\n')}`;
  if (lines.length === 0) return `${words('%s', [last])} > ${file}`;
  if (last === '') return `${words('%s\\n', lines)} > ${file}`;
  return `${words('%s\\n', lines)} > ${file}\n${words('%s', [last])} >> ${file}`;
}

/** The commit by git: a clone of its own, the file, the commit, the push. */
export function commitText(commit: Commit): string {
  const { repository, branch, base, path, was, text, message, description } = commit;
  const folder = path.includes('/') ? path.replace(/\/[^/]*$/, '') : undefined;
  const begin =
    base === undefined
      ? ['git init --quiet "$WORK"', `git -C "$WORK" remote add origin ${remote(repository)}`]
      : [`git clone --quiet ${quoted(`--branch=${branch}`)} ${remote(repository)} "$WORK"`];
  const messages = [message, description].filter(Boolean).map((one) => ` -m ${quoted(one)}`);
  return [
    'WORK="$(mktemp -d)"',
    ...begin,
    ...(folder === undefined ? [] : [`mkdir -p "$WORK"/${quoted(folder)}`]),
    ...(was === undefined || was === path ? [] : [`mv "$WORK"/${quoted(was)} "$WORK"/${quoted(path)}`]),
    printText(text, `"$WORK"/${quoted(path)}`),
    'git -C "$WORK" add --all --force',
    `git -C "$WORK" -c user.name="Pipeline Learner" -c user.email=learner@example.com \\\n  commit --quiet${messages.join('')}`,
    `git -C "$WORK" push --quiet origin ${quoted(`HEAD:refs/heads/${branch}`)}`,
  ].join('\n');
}

/** Another name for a branch: the new one pushed, chosen as the default one if the old one was it, the old one deleted. */
export function renameText(repository: string, from: string, to: string, isDefault: boolean): string {
  return [
    'WORK="$(mktemp -d)"',
    `git clone --quiet --bare ${remote(repository)} "$WORK"`,
    `git -C "$WORK" push --quiet origin ${quoted(`refs/heads/${from}:refs/heads/${to}`)}`,
    ...(isDefault ? [knobText('PUT', 'repositories', { name: repository, defaultBranch: to })] : []),
    `git -C "$WORK" push --quiet origin ${quoted(`:refs/heads/${from}`)}`,
  ].join('\n');
}
