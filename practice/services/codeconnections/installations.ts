import { randomInt } from 'node:crypto';
import type { Emulator } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import type { Collection } from '../../core/store.ts';
import type { Connection } from './records.ts';

/**
 * An installation of AWS's app at the git host. GitHub installs an app once for each of its accounts, for all or some
 * of that account's repositories, and a connection uses one installation. [doc]
 */
export interface Installation {
  /** GitHub's number of the installation. Every new installation gets a new number. */
  id: string;
  /** The account at the git host. Absent for the installation for all accounts, which `authorize` creates. */
  owner?: string;
  /** The repositories that it can access, as `owner/name`. Absent for all. */
  repositories?: string[];
}

type WithStore = Pick<Emulator, 'store'>;

const installations = (emulator: WithStore): Collection<Installation> =>
  emulator.store.collection<Installation>('codeconnections/installations');

const equalIgnoringCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** All installations in the order of their creation. */
export const allInstallations = (emulator: WithStore): Installation[] => [
  ...installations(emulator).values(),
];

/** The installation with this number. @throws AwsError 404 `InstallationNotFound` */
export function findInstallation(emulator: WithStore, id: string): Installation {
  const found = installations(emulator).get(id);
  if (found !== undefined) return found;
  throw new AwsError('InstallationNotFound', `AWS's app is not installed under the number ${id}.`, 404);
}

/**
 * Installs the app for an account at the git host. If it is already installed, changes the repositories that it can
 * access. Without `owner`, this is the installation for all accounts.
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

/** Uninstalls the app. @throws AwsError 404 `InstallationNotFound` */
export function uninstall(emulator: WithStore, id: string): void {
  installations(emulator).delete(findInstallation(emulator, id).id);
}

/** Removes a deleted repository from every installation. A later one of the same name must be chosen again. */
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
 * Whether a connection can access a repository of the git host. If its app was uninstalled, it can access none. Its
 * status stays unchanged, since it was not found whether and when AWS changes it to `ERROR`. A connection without an
 * installation, such as one that a misconfiguration creates, can access all repositories.
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
