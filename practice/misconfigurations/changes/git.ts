import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { AwsError } from '../../core/errors.ts';
import { emitRefChanges } from '../../git-host/ref-events.ts';
import { branchCommit, repositoryExists, repositoryPath } from '../../git-host/repository.ts';
import { runGit, startGit, waitForExit } from '../../git-host/run-git.ts';
import type { Lab } from '../lab.ts';

/** The changes of a commit by file: the new content, or undefined for a deleted file. */
type Files = Record<string, string | undefined>;

/** Runs git in the bare repository and returns its output. Call `emitRefChanges` when it changes branches. */
async function git(lab: Lab, ...args: string[]): Promise<string> {
  const gitDirArgs = ['--git-dir', repositoryPath(lab.emulator, requireRepository(lab))];
  const { exit, stdout, stderr } = await runGit(lab.emulator.gitDir, [...gitDirArgs, ...args]);
  if (exit !== 0) throw new AwsError('GitFailed', `git ${args[0]}: ${stderr}`, 409);
  return stdout.toString('utf8');
}

function requireRepository({ emulator, repository }: Lab): string {
  if (repositoryExists(emulator, repository)) return repository;
  throw new AwsError(
    'RepositoryNotFound',
    `The git host has no repository ${repository} yet: do step 2 first.`,
    404,
  );
}

/** The content of a file in the branch's latest commit. */
export function readBranchFile(lab: Lab, file: string): Promise<string> {
  return git(lab, 'cat-file', 'blob', `refs/heads/${lab.branch}:${file}`);
}

const fastImportData = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`;

/**
 * Adds one commit to the lab's branch as a push would, without a clone, and returns its id. With `orphan`, the commit
 * has no parent, as after a force push that replaces the branch's history.
 */
export async function pushCommit(
  lab: Lab,
  message: string,
  files: Files,
  { orphan = false }: { orphan?: boolean } = {},
): Promise<string> {
  const { emulator, branch } = lab;
  const path = repositoryPath(emulator, requireRepository(lab));
  const before = await branchCommit(emulator, lab.repository, branch);
  const stream = [
    `commit refs/heads/${branch}`,
    `committer Somebody else <somebody@example.com> ${Math.floor(emulator.clock.now() / 1000)} +0000`,
    fastImportData(message),
    ...(before === undefined || orphan ? [] : [`from ${before}`]),
    ...Object.entries(files).map(([file, content]) =>
      content === undefined ? `D ${file}` : `M 100644 inline ${file}\n${fastImportData(content)}`,
    ),
    '',
  ].join('\n');
  await emitRefChanges(emulator, lab.repository);
  const args = ['--git-dir', path, 'fast-import', '--quiet', '--force'];
  const { exit, stderr } = await waitForExit(startGit(emulator.gitDir, args, { stdin: Buffer.from(stream) }));
  if (exit !== 0) throw new AwsError('GitFailed', `git fast-import: ${stderr}`, 409);
  await emitRefChanges(emulator, lab.repository);
  return (await branchCommit(emulator, lab.repository, branch)) ?? '';
}

/** Adds a line to the page, without changing its title and heading, pushes that and returns the commit's id. */
export async function pushChangedPage(lab: Lab): Promise<string> {
  const page = await readBranchFile(lab, 'index.html');
  const line = `<p>Changed by somebody else, ${lab.emulator.clock.date().toISOString()}</p>\n`;
  const changed = page.includes('</body>') ? page.replace('</body>', `${line}</body>`) : page + line;
  return pushCommit(lab, 'Change the page', { 'index.html': changed });
}

/** Renames the lab's branch at the git host. If it is the default branch, it remains the default under its new name. */
export async function renameBranch(lab: Lab, name: string): Promise<void> {
  await emitRefChanges(lab.emulator, lab.repository);
  await git(lab, 'branch', '--move', '--force', lab.branch, name);
  await emitRefChanges(lab.emulator, lab.repository);
}

/** Renames the repository at the git host to a name that the lab does not use. */
export async function renameRepository(lab: Lab): Promise<void> {
  const path = repositoryPath(lab.emulator, requireRepository(lab));
  const renamed = path.replace(/\.git$/, '-renamed.git');
  if (existsSync(renamed)) await rm(renamed, { recursive: true });
  await rename(path, renamed);
}
