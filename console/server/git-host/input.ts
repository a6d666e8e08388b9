import { labFrom, SettingsError } from '../../../checker/lab/lab.ts';
import { GitHostError } from '../ports.ts';

export type Body = Readonly<Record<string, unknown>>;

/** The limit in bytes for a file that is written or shown. */
export const maxFileBytes = 1024 * 1024;

function validated(key: 'repository' | 'branch', value: unknown): string {
  if (typeof value !== 'string') throw new GitHostError(`${key}: expected text.`);
  try {
    labFrom({ region: 'us-east-1', [key]: value });
    return value;
  } catch (error) {
    if (error instanceof SettingsError) throw new GitHostError(`${error.message.slice(0, 400)}.`);
    throw error;
  }
}

/** `owner/name`, by the rules of GitHub. Throws GitHostError. */
export const repositoryIn = (body: Body) => validated('repository', body.repository);

/** A branch's name by git's rules that git cannot take for an option. Throws GitHostError. */
export const branchIn = (body: Body, member = 'branch') => validated('branch', body[member]);

/** A required text of at most `maxBytes` bytes. Throws GitHostError. */
export function textIn(body: Body, member: string, maxBytes: number): string {
  const value = body[member];
  if (typeof value !== 'string') throw new GitHostError(`${member}: expected text.`);
  if (Buffer.byteLength(value) > maxBytes)
    throw new GitHostError(`${member}: at most ${maxBytes.toLocaleString('en')} bytes can be taken here.`);
  if (value.includes('\0')) throw new GitHostError(`${member}: a zero byte cannot stand in it.`);
  return value;
}

/** A commit's id. Throws GitHostError. */
export function commitIn(body: Body, member: string): string {
  const id = textIn(body, member, 64);
  if (!/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(id)) throw new GitHostError(`${member}: expected a commit's id.`);
  return id;
}

/** Names of repositories; undefined when there is no list. Throws GitHostError. */
export function repositoriesIn(body: Body): string[] | undefined {
  const { repositories } = body;
  if (repositories === undefined) return undefined;
  if (!Array.isArray(repositories) || repositories.length > 1000)
    throw new GitHostError('repositories: expected a list.');
  return repositories.map((repository) => validated('repository', repository));
}

// Names that a file system would resolve to another folder or to git's own folder.
const forbiddenName = /^(\.{0,2}|\.git|git~\d+)$/i;

/**
 * The path of a file to write. It stays inside the repository on every machine that checks it out. Throws
 * GitHostError.
 */
export function newPathIn(body: Body): string {
  const path = textIn(body, 'path', 1024);
  const parts = path.split('/');
  if (path === '') throw new GitHostError('Name the file.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression finds control characters
  if (/[\x00-\x1f\x7f\\]/.test(path))
    throw new GitHostError('A file’s name has no line breaks, other control characters, or \\ here.');
  const invalid = parts.find((part) => forbiddenName.test(part) || Buffer.byteLength(part) > 255);
  if (invalid === undefined) return path;
  throw new GitHostError(
    invalid === ''
      ? 'A file’s name begins and ends with a name, and has one / between two.'
      : `A file’s name has no part "${invalid.slice(0, 80)}": it would lead out of the repository, or into git’s own folder.`,
  );
}
