import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '../../../../base/defined.ts';
import type { Clients } from '../../../../checker/account/clients.ts';
import { tapped } from '../teardown-session.ts';
import { type AccountState, type Kind, readAccount } from './account-state.ts';
import type { Bases } from './base-account.ts';
import type { Claim, Draw } from './draw.ts';
import type { Invariant, Violation } from './invariants.ts';
import { home, pipelineName, policyArn, second } from './lab-names.ts';
import { judge, type Verdict } from './oracle.ts';
import { type Document, newClients, type RunSettings, runTeardown } from './product.ts';

/** No run takes longer or makes more calls. */
const deadlineMs = 45_000;
const maxCalls = 5_000;

/** A run did not end. The account cannot be used again, since the run may still change it. */
export class NeverEnded extends Error {}

/** What one run of a draw works with: the account, the teardown's clients and journals, and what broke. */
export class TrialAccount {
  readonly violations: Violation[] = [];
  readonly bases: Bases;
  readonly draw: Draw;
  readonly regions: string[];
  /** What the documents so far said that they did not search, regions among it. */
  protected readonly notSearched = new Set<string>();
  protected readonly folder = mkdtempSync(join(tmpdir(), 'random-teardown-run-'));
  protected readonly clientsByRegion = new Map<string, Clients>();
  protected inFlight = 0;
  protected calls = 0;
  /** Called before every call. */
  protected beforeCall: (operation: string) => Promise<void> = async () => {};
  before!: AccountState;
  verdicts: Verdict[] = [];
  protected key: { accessKeyId: string; secretAccessKey: string };
  /** Bucket entries and resources of others that appeared after the first reading. */
  protected readonly later = new Map<string, string>();
  /** Ids that a user deleted during the run. */
  protected readonly deletedByHand: { kind: Kind; id: string }[] = [];
  protected neighborCame = false;
  /** Ids that a user gave to a new resource after the first reading. */
  protected readonly replaced = new Set<string>();
  protected confirmations = 0;
  /** What was adopted, or declared not to be the lab's, by id. */
  protected readonly decided = new Set<string>();

  constructor(bases: Bases, draw: Draw) {
    this.bases = bases;
    this.draw = draw;
    const labs = draw.base.second === 'none' ? [home] : [home, second];
    this.regions = draw.run === 'home' ? [home] : draw.run === 'second' ? [labs.at(-1) ?? home] : labs;
    const { exports } = bases.practice;
    this.key = {
      accessKeyId: exports.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: exports.AWS_SECRET_ACCESS_KEY as string,
    };
  }

  close(): void {
    for (const clients of this.clientsByRegion.values()) clients.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  fail(invariant: Invariant, text: string): void {
    this.violations.push({ invariant, text });
  }

  protected clients(region: string): Clients {
    const known = this.clientsByRegion.get(region);
    if (known !== undefined) return known;
    const real = newClients(region, this.bases.practice.endpoint, this.key);
    const made = tapped(real, async (operation, send) => {
      this.calls++;
      this.inFlight++;
      try {
        await this.beforeCall(operation);
        return await send();
      } finally {
        this.inFlight--;
      }
    });
    this.clientsByRegion.set(region, made);
    return made;
  }

  protected settings(more: Partial<RunSettings> = {}): RunSettings {
    const record = this.record();
    return {
      clients: (region) => this.clients(region),
      regions: this.regions,
      journal: (region) => join(this.folder, `${region}.jsonl`),
      ...defined({ record }),
      ...more,
    };
  }

  protected record(): object | undefined {
    const { record: claims } = this.draw;
    if (claims.length === 0) return undefined;
    const used = new Set(this.before.pipelines.flatMap(({ connections }) => connections));
    const connections = this.before.connections.filter(({ region }) => region === this.regions[0]);
    const twin = connections.find(({ arn, name }) => name === 'github-codepipeline-lab' && !used.has(arn));
    const values: Record<Claim, object> = {
      connection: { connectionArn: connections.find(({ name }) => name === 'others-connection')?.arn },
      twin: { connectionArn: twin?.arn },
      deployBucket: { bucket: `others-site-${this.regions[0]}` },
      artifactBucket: { artifactBucket: `others-artifacts-${this.regions[0]}` },
      role: { roleName: 'others-role' },
      policy: { policyArns: [policyArn('others-policy')] },
    };
    const all = Object.assign({ pipeline: pipelineName }, ...claims.map((claim) => values[claim])) as object;
    return defined(all);
  }

  /** Runs the teardown within the limits; undefined if it threw. */
  async teardown(stage: string, settings: RunSettings): Promise<Document | undefined> {
    const begun = this.calls;
    this.confirmations = 0;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new NeverEnded(`${stage} took longer than ${deadlineMs} ms`)),
        deadlineMs,
      );
    });
    try {
      const doc = await Promise.race([runTeardown(settings), late]);
      for (const { notSearched } of doc.regions)
        for (const { what } of notSearched) this.notSearched.add(what);
      return doc;
    } catch (error) {
      if (error instanceof NeverEnded) throw error;
      this.fail('ended', `${stage} threw ${(error as Error).stack}`);
      return undefined;
    } finally {
      clearTimeout(timer);
      if (this.confirmations > 1) this.fail('asked', `${stage} asked ${this.confirmations} times`);
      if (this.calls - begun > maxCalls) this.fail('ended', `${stage} made ${this.calls - begun} calls`);
    }
  }

  state(): AccountState {
    return readAccount(this.bases.practice);
  }

  readAccount(): void {
    this.before = this.state();
    this.verdicts = judge(this.before, this.regions, this.bases.foreign);
  }

  protected readonly yes = async () => {
    this.confirmations++;
    return true;
  };
}
