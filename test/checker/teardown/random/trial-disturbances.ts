import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tapped } from '../teardown-session.ts';
import type { Kind } from './account-state.ts';
import {
  addNeighbor,
  connectionIn,
  deleteTarget,
  hasBucket,
  pipelineIn,
  placeOf,
  replaceRole,
} from './change.ts';
import type { Draw, Interruption, Moment } from './draw.ts';
import { exists, isSame, recordsOf, saidIn } from './invariants.ts';
import { policyArn, roleArn, third } from './lab-names.ts';
import type { Document, RunSettings } from './product.ts';
import { makeBucket, putObject } from './sdk.ts';
import { TrialAftermath } from './trial-aftermath.ts';

/** Answers for each call in turn whether it is the one of this moment. */
export function counterOf({ nth, of }: Moment): (operation: string) => boolean {
  let count = 0;
  return (operation) => {
    if (of === 'changes' && !/^(Delete|Put|Stop|Abort|Detach|Remove|Update)/.test(operation)) return false;
    count++;
    return count === nth;
  };
}

/** What a user wants to delete or use during a run can be gone already. */
export function ignoreRaces(error: unknown): void {
  if (!(error instanceof Error && '$metadata' in error)) throw error;
}

/** What disturbs a run: users who change the account meanwhile, and the end of its process. */
export class TrialDisturbances extends TrialAftermath {
  protected async interrupt(by: Interruption): Promise<void> {
    const { bases } = this;
    const place = placeOf(this.draw.base, by.lab);
    const state = this.state();
    if (by.do === 'delete') {
      const ids: Record<typeof by.target, { kind: Kind; id: string | undefined }[]> = {
        pipeline: [{ kind: 'pipeline', id: pipelineIn(state, place.region)?.arn }],
        deployBucket: [{ kind: 'bucket', id: place.names.deployBucket }],
        artifactBucket: [{ kind: 'bucket', id: place.artifactBucket }],
        connection: [{ kind: 'connection', id: connectionIn(state, place)?.arn }],
        role: [{ kind: 'role', id: place.role.arn }],
        policy: [
          { kind: 'policy', id: policyArn(place.names.policy) },
          { kind: 'policy', id: policyArn(place.names.console, '/service-role/') },
        ],
      };
      for (const { kind, id } of ids[by.target])
        if (id !== undefined && id !== place.names.sharedBucket) this.deletedByHand.push({ kind, id });
      // Deleting a policy detaches it, which changes the roles and users that it was attached to.
      if (by.target === 'policy')
        for (const { arn } of state.roles) this.deletedByHand.push({ kind: 'role', id: arn });
      await deleteTarget(bases, place, by.target);
      if (by.target === 'policy')
        for (const [key, value] of this.state().records)
          if (key.startsWith('iam/users ') && state.records.get(key) !== value) this.later.set(key, value);
    } else if (by.do === 'put') {
      const bucket = by.bucket === 'deployBucket' ? place.names.deployBucket : place.artifactBucket;
      if (hasBucket(state, bucket)) await this.putLater(place.region, bucket, 'during.txt');
    } else {
      this.neighborCame = true;
      // Its first execution writes down when its role was last used.
      for (const id of [roleArn('others-role'), place.role.arn])
        this.deletedByHand.push({ kind: 'role', id });
      await addNeighbor(bases, place, third, 'came-later', by.uses);
      const found = pipelineIn(this.state(), third, 'came-later');
      if (found !== undefined) this.protect('pipeline', found.arn);
    }
  }

  protected protect(kind: Kind, id: string): void {
    const now = this.state();
    for (const key of recordsOf(now, kind, id)) this.later.set(key, now.records.get(key) ?? '');
  }

  protected async putLater(region: string, bucket: string, key: string): Promise<void> {
    try {
      await putObject(this.bases.sdk, region, bucket, key, 'not the lab’s');
    } catch (error) {
      // While a teardown empties a bucket, its policy denies all writes.
      if ((error as Error).name !== 'AccessDenied') throw error;
    }
    const now = this.state();
    for (const entry of now.entries)
      if (entry.bucket === bucket && entry.key === key)
        this.later.set(entry.record, now.records.get(entry.record) ?? '');
  }

  protected async between(what: string): Promise<void> {
    const { bases } = this;
    const place = placeOf(this.draw.base, 0);
    const state = this.state();
    await bases.sdk.admin.advanceClock({ ms: 60_000 });
    if (what === 'object into deploy bucket' || what === 'object into artifact bucket') {
      const bucket = what.includes('deploy') ? place.names.deployBucket : place.artifactBucket;
      if (hasBucket(state, bucket)) await this.putLater(place.region, bucket, 'between.txt');
    } else if (what === 'new role of the same name') {
      this.replaced.add(place.role.arn);
      await replaceRole(bases, place);
      // While the pipeline names it, the new role has two proofs.
      if (!this.state().pipelines.some(({ roleArn }) => roleArn === place.role.arn))
        this.protect('role', place.role.arn);
      this.deletedByHand.push({ kind: 'role', id: place.role.arn });
    } else if (what === 'new bucket of the same name') {
      const { deployBucket } = place.names;
      if (state.entries.some(({ bucket, record }) => bucket === deployBucket && record.includes('uploads')))
        return;
      this.replaced.add(deployBucket);
      this.deletedByHand.push({ kind: 'bucket', id: deployBucket });
      await deleteTarget(bases, place, 'deployBucket');
      await makeBucket(bases.sdk, place.region, deployBucket);
      await this.putLater(place.region, deployBucket, 'between.txt');
    } else if (what === 'pipeline deleted' || what === 'connection deleted') {
      const target = what === 'pipeline deleted' ? 'pipeline' : 'connection';
      const id =
        target === 'pipeline' ? pipelineIn(state, place.region)?.arn : connectionIn(state, place)?.arn;
      if (id !== undefined) this.deletedByHand.push({ kind: target, id });
      await deleteTarget(bases, place, target);
    }
  }

  protected hasConfirmed(): boolean {
    return this.regions.some((region) => {
      const file = join(this.folder, `${region}.jsonl`);
      return existsSync(file) && readFileSync(file, 'utf8').includes('"confirmed"');
    });
  }

  /** Runs until this moment and ends there; the document if it ended before. */
  protected async die(stage: string, at: Moment, when: 'before' | 'after', more: Partial<RunSettings>) {
    const counted = this.settings(more);
    // All regions share one process, so they end together.
    const isNow = counterOf(at);
    let end: () => void = () => {};
    const died = new Promise<undefined>((resolve) => {
      end = () => resolve(undefined);
    });
    let dead = false;
    const never = new Promise<never>(() => {});
    const clients = (region: string) =>
      tapped(counted.clients(region), async (operation, send) => {
        if (dead) return never;
        const isLast = isNow(operation);
        if (isLast && when === 'before') {
          dead = true;
          end();
          return never;
        }
        const answer = await send();
        if (isLast) {
          dead = true;
          end();
        }
        return dead ? never : answer;
      });
    const doc = await Promise.race([died, this.teardown(stage, { ...counted, clients })]);
    while (this.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    return doc;
  }

  protected async killed(disturbance: Extract<Draw['disturbance'], { is: 'killed' }>): Promise<void> {
    const first = await this.die('the killed run', disturbance.at, disturbance.when, { confirm: this.yes });
    if (first !== undefined) return this.afterwards('the run', first, disturbance.between === 'nothing');
    this.checkForeign('the killed run', this.state());
    await this.between(disturbance.between);
    const resumed = () => this.settings(this.hasConfirmed() ? { resume: true } : { confirm: this.yes });
    if (disturbance.again !== undefined) {
      await this.die('the second killed run', disturbance.again, disturbance.when, {
        ...(this.hasConfirmed() ? { resume: true } : { confirm: this.yes }),
      });
      this.checkForeign('the second killed run', this.state());
    }
    let earlier: Document | undefined;
    for (const stage of ['the resumed run', 'the run resumed again']) {
      const doc = await this.teardown(stage, resumed());
      if (doc === undefined) return;
      const now = this.state();
      this.checkForeign(stage, now);
      this.checkWords(stage, doc, now, false, earlier === undefined ? [] : saidIn(earlier));
      this.checkPlan(stage, doc, now, false);
      if (disturbance.between === 'nothing')
        for (const verdict of this.verdicts.filter(({ must, strongAlone }) => must && !strongAlone)) {
          if (!exists(now, verdict)) continue;
          const label = `${verdict.kind} ${verdict.name}`;
          if (!saidIn(doc).some((entry) => isSame(entry, verdict)))
            this.fail('unsaid', `${stage} does not say that ${label} exists`);
          if (doc.exit === 0) this.fail('claim', `${stage} ended with 0 although ${label} exists`);
        }
      if (disturbance.between === 'nothing' && stage === 'the resumed run')
        this.checkOutcome(stage, doc, now);
      earlier = doc;
    }
    await this.plainRun('the plain run after resuming', earlier);
  }
}
