import { randomInt } from 'node:crypto';
import { AwsError } from '../../core/errors.ts';
import type { Collection } from '../../core/store.ts';
import type { World } from '../../core/world.ts';
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

type Home = Pick<World, 'store'>;

const installations = (world: Home): Collection<Installation> =>
  world.store.collection<Installation>('codeconnections/installations');

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** All installations, in the order in which they were made. */
export const allInstallations = (world: Home): Installation[] => [...installations(world).values()];

/** The installation of this number. @throws AwsError 404 `InstallationNotFound` */
export function findInstallation(world: Home, id: string): Installation {
  const found = installations(world).get(id);
  if (found !== undefined) return found;
  throw new AwsError('InstallationNotFound', `AWS's app is not installed under the number ${id}.`, 404);
}

/**
 * Installs the app for an account at the git host, or, where it is installed, changes what it may see. Without
 * `owner`, for all of them.
 */
export function install(world: Home, wanted: Omit<Installation, 'id'>): Installation {
  const there = allInstallations(world).find(({ owner }) =>
    owner === undefined || wanted.owner === undefined ? owner === wanted.owner : same(owner, wanted.owner),
  );
  const installation = { ...wanted, id: there?.id ?? freeId(world) };
  installations(world).set(installation.id, installation);
  return installation;
}

function freeId(world: Home): string {
  for (;;) {
    const id = String(randomInt(10_000_000, 100_000_000));
    if (!installations(world).has(id)) return id;
  }
}

/** Takes the app away. @throws AwsError 404 `InstallationNotFound` */
export function uninstall(world: Home, id: string): void {
  installations(world).delete(findInstallation(world, id).id);
}

/** A repository went: one that comes later under its name is another, and has to be chosen anew. */
export function ungrant(world: Home, repository: string): void {
  for (const installation of allInstallations(world)) {
    const { repositories } = installation;
    if (repositories === undefined) continue;
    const left = repositories.filter((one) => !same(one, repository));
    if (left.length < repositories.length)
      installations(world).set(installation.id, { ...installation, repositories: left });
  }
}

/**
 * Whether a connection sees a repository of the git host. One whose app was uninstalled sees none and hears of
 * none; its status is left as it is, for when AWS would change it, to `ERROR` or at all, was not found. One that
 * rests on no installation, as the faults make it, sees all.
 */
export function sees(world: Home, { installation: id }: Connection, repository: string): boolean {
  if (id === undefined) return true;
  const installation = installations(world).get(id);
  if (installation === undefined) return false;
  const { owner, repositories } = installation;
  if (owner !== undefined && !same(owner, repository.split('/')[0] ?? '')) return false;
  return repositories?.some((one) => same(one, repository)) ?? true;
}
