import { defined } from '../../base/defined.ts';
import type { CallError } from '../account/fact.ts';
import type { DeploymentTime, Explanation } from '../lab/lab-record.ts';
import type { ScanExplanation } from './types.ts';

/** What is collected of one bucket. */
class Collected {
  private readonly prefixes = new Set<string>();
  private readonly keys = new Set<string>();
  private since: number | undefined;
  private files: Map<string, { key: string; md5: string }> | undefined;
  /** The end of each deployment by its begin. */
  private deployments: Map<number, number> | undefined;
  private isIncomplete = false;

  addPrefix(prefix: string): void {
    this.prefixes.add(prefix);
  }

  addKey(key: string): void {
    this.keys.add(key);
  }

  /** Adds a deployed file. A file without an MD5 is recognized by the time at which it was deployed. */
  addFile(key: string, md5: string | undefined): void {
    this.addKey(key);
    this.files ??= new Map();
    if (md5 !== undefined) this.files.set(`${md5} ${key}`, { key, md5 });
  }

  addStart(since: number): void {
    this.since = Math.min(this.since ?? since, since);
  }

  /** Adds deployments that a history shows. What it shows overrides what was known before of the same deployment. */
  addDeployments(times: readonly DeploymentTime[]): void {
    this.deployments ??= new Map();
    const latest = new Map<number, number>();
    for (const { from, to } of times) latest.set(from, Math.max(to, latest.get(from) ?? to));
    for (const [from, to] of latest) {
      this.deployments.set(from, to);
      this.addStart(from);
    }
  }

  markIncomplete(): void {
    this.isIncomplete = true;
  }

  add({ prefixes, keys, since, files, deployments, isIncomplete }: Explanation): void {
    for (const prefix of prefixes) this.addPrefix(prefix);
    for (const key of keys) this.addKey(key);
    if (since !== undefined) this.addStart(since);
    if (files !== undefined) this.files ??= new Map();
    for (const { key, md5 } of files ?? []) this.addFile(key, md5);
    if (deployments !== undefined) this.addDeployments(deployments);
    if (isIncomplete) this.markIncomplete();
  }

  result(): Explanation {
    const { since, files, deployments } = this;
    const byId = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
    return {
      prefixes: [...this.prefixes].sort(),
      keys: [...this.keys].sort(),
      ...defined({ since }),
      ...(files === undefined ? {} : { files: [...files].sort(byId).map(([, file]) => file) }),
      ...(deployments === undefined
        ? {}
        : {
            deployments: [...deployments].sort(([a], [b]) => a - b).map(([from, to]) => ({ from, to })),
          }),
      ...(this.isIncomplete ? { isIncomplete: true as const } : {}),
    };
  }
}

/** Collects which entries of the lab's buckets the lab put there. */
export class ExplanationCollector {
  private readonly byBucket = new Map<string, Collected>();
  readonly errors: CallError[] = [];

  of(name: string): Collected {
    const found = this.byBucket.get(name) ?? new Collected();
    this.byBucket.set(name, found);
    return found;
  }

  result(): ScanExplanation {
    const byBucket = new Map([...this.byBucket].map(([name, collected]) => [name, collected.result()]));
    return { byBucket, errors: this.errors };
  }
}
