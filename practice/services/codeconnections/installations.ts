import { randomInt } from 'node:crypto';
import type { Emulator } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import type { Collection } from '../../core/store.ts';
import type { Connection } from './records.ts';

/**
 * AWS's app as it is installed at the git host. GitHub installs an app once for an account of its own, for all of
 * that account's repositories or for some, and a connection rests on one installation. [doc]
 */
export interface Installation {
  /** GitHub's number of it; a new installation has a new one. */
  id: string;
  /** The account at the git host. Absent for the one that stands for all of them, which `authorize` makes. */
  owner?: string;
  /** `owner/name` of those that it may see; absent for all. */
  repositories?: string[];
}

type WithStore = Pick<Emulator, 'store'>;

const installations = (emulator: WithStore): Collection<Installation> =>
  emulator.store.collection<Installation>('codeconnections/installations');

const equalIgnoringCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** All installations, in the order in which they were made. */
export const allInstallations = (emulator: WithStore): Installation[] => [
  ...installations(emulator).values(),
];

/** The installation of this number. @throws AwsError 404 `InstallationNotFound` */
export function findInstallation(emulator: WithStore, id: string): Installation {
  const found = installations(emulator).get(id);
  if (found !== undefined) return found;
  throw new AwsError('InstallationNotFound', `AWS's app is not installed under the number ${id}.`, 404);
}

/**
 * Installs the app for an account at the git host, or, where it is installed, changes what it may see. Without
 * `owner`, for all of them.
 */
export function install(emulator: WithStore, options: Omit<Installation, 'id'>): Installation {
  const existing = allInstallations(emulator).find(({ owner }) =>
    owner === undefined || options.owner === undefined
      ? owner === options.owner
      : equalIgnoringCase(owner, options.owner),
  );
  const installation = { ...options, id: existing?.id ?? freeId(emulator) };
  installations(emulator).set(installation.id, installation);
  return installation;
}

function freeId(emulator: WithStore): string {
  for (;;) {
    const id = String(randomInt(10_000_000, 100_000_000));
    if (!installations(emulator).has(id)) return id;
  }
}

/** Takes the app away. @throws AwsError 404 `InstallationNotFound` */
export function uninstall(emulator: WithStore, id: string): void {
  installations(emulator).delete(findInstallation(emulator, id).id);
}

/** A repository went: one that comes later under its name is another, and has to be chosen anew. */
export function revokeRepository(emulator: WithStore, repository: string): void {
  for (const installation of allInstallations(emulator)) {
    const { repositories } = installation;
    if (repositories === undefined) continue;
    const remaining = repositories.filter((one) => !equalIgnoringCase(one, repository));
    if (remaining.length < repositories.length)
      installations(emulator).set(installation.id, { ...installation, repositories: remaining });
  }
}

/**
 * Whether a connection sees a repository of the git host. One whose app was uninstalled sees none and hears of
 * none; its status is left as it is, for when AWS would change it, to `ERROR` or at all, was not found. One that
 * rests on no installation, as the faults make it, sees all.
 */
export function canAccessRepository(
  emulator: WithStore,
  { installation: id }: Connection,
  repository: string,
): boolean {
  if (id === undefined) return true;
  const installation = installations(emulator).get(id);
  if (installation === undefined) return false;
  const { owner, repositories } = installation;
  if (owner !== undefined && !equalIgnoringCase(owner, repository.split('/')[0] ?? '')) return false;
  return repositories?.some((one) => equalIgnoringCase(one, repository)) ?? true;
}
