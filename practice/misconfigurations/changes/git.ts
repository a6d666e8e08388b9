import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { AwsError } from '../../core/errors.ts';
import { ended, runGit, startGit } from '../../git-host/command.ts';
import { announce } from '../../git-host/push.ts';
import { branchCommit, repositoryExists, repositoryPath } from '../../git-host/repository.ts';
import type { Site } from '../site.ts';

/** What a commit does to the files: new content, or undefined for one that goes. */
type Files = Record<string, string | undefined>;

/** Runs git in the bare repository; its moves of branches are pushes, and told as such. */
async function git(site: Site, ...args: string[]): Promise<string> {
  const where = ['--git-dir', repositoryPath(site.world, demandRepository(site))];
  const { exit, stdout, stderr } = await runGit(site.world.gitDir, [...where, ...args]);
  if (exit !== 0) throw new AwsError('GitFailed', `git ${args[0]}: ${stderr}`, 409);
  return stdout.toString('utf8');
}

function demandRepository({ world, repository }: Site): string {
  if (repositoryExists(world, repository)) return repository;
  throw new AwsError(
    'RepositoryNotFound',
    `The git host has no repository ${repository} yet: do step 2 first.`,
    404,
  );
}

/** A file as it is at the branch's tip. */
export function read(site: Site, file: string): Promise<string> {
  return git(site, 'cat-file', 'blob', `refs/heads/${site.branch}:${file}`);
}

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`;

/**
 * Pushes one commit to the lab's branch, without any clone; answers its id. With `orphan` it has no parent:
 * a force push that leaves the branch's history behind.
 */
export async function push(
  site: Site,
  message: string,
  files: Files,
  { orphan = false }: { orphan?: boolean } = {},
): Promise<string> {
  const { world, branch } = site;
  const path = repositoryPath(world, demandRepository(site));
  const before = await branchCommit(world, site.repository, branch);
  const stream = [
    `commit refs/heads/${branch}`,
    `committer Somebody else <somebody@example.com> ${Math.floor(world.clock.now() / 1000)} +0000`,
    data(message),
    ...(before === undefined || orphan ? [] : [`from ${before}`]),
    ...Object.entries(files).map(([file, content]) =>
      content === undefined ? `D ${file}` : `M 100644 inline ${file}\n${data(content)}`,
    ),
    '',
  ].join('\n');
  await announce(world, site.repository);
  const args = ['--git-dir', path, 'fast-import', '--quiet', '--force'];
  const { exit, stderr } = await ended(startGit(world.gitDir, args, { stdin: Buffer.from(stream) }));
  if (exit !== 0) throw new AwsError('GitFailed', `git fast-import: ${stderr}`, 409);
  await announce(world, site.repository);
  return (await branchCommit(world, site.repository, branch)) ?? '';
}

/** Changes a line of the page that is not its title and not its heading, and pushes that. */
export async function pushChangedPage(site: Site): Promise<string> {
  const page = await read(site, 'index.html');
  const line = `<p>Changed by somebody else, ${site.world.clock.date().toISOString()}</p>\n`;
  const changed = page.includes('</body>') ? page.replace('</body>', `${line}</body>`) : page + line;
  return push(site, 'Change the page', { 'index.html': changed });
}

/** Gives the lab's branch another name at the git host, where it is the default branch, too. */
export async function renameBranch(site: Site, name: string): Promise<void> {
  await announce(site.world, site.repository);
  await git(site, 'branch', '--move', '--force', site.branch, name);
  await announce(site.world, site.repository);
}

/** Gives the repository another name, where nobody looks for it. */
export async function renameRepository(site: Site): Promise<void> {
  const path = repositoryPath(site.world, demandRepository(site));
  const renamed = path.replace(/\.git$/, '-renamed.git');
  if (existsSync(renamed)) await rm(renamed, { recursive: true });
  await rename(path, renamed);
}
