import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../../../../checker/account/clients.ts';
import { tapped } from '../teardown-session.ts';
import { type AccountState, belongsTo, type Kind, readAccount } from './account-state.ts';
import type { Bases } from './base-account.ts';
import {
  addNeighbor,
  apply,
  connectionIn,
  deleteTarget,
  hasBucket,
  pipelineIn,
  placeOf,
  replaceRole,
} from './change.ts';
import type { Claim, Draw, Interruption, Moment } from './draw.ts';
import { artifactPrefix, home, pipelineName, policyArn, roleArn, second, third } from './lab-names.ts';
import { judge, type Verdict } from './oracle.ts';
import {
  adopt,
  type Document,
  type Entry,
  newClients,
  notMine,
  type RunSettings,
  runTeardown,
} from './product.ts';
import { makeBucket, putObject } from './sdk.ts';

/** No run takes longer or makes more calls. */
const deadlineMs = 45_000;
const maxCalls = 5_000;

/**
 * What has to hold of every run.
 *
 * - `foreign`: what is not the lab's by two proofs, or is in use, is neither deleted nor changed.
 * - `unlisted`: nothing changes that the plan did not list.
 * - `unconfirmed`: a run without a confirmation changes nothing.
 * - `unsaid`: what exists of the lab is in the document.
 * - `near`: a name like the lab's is mentioned.
 * - `forgotten`: a later run says no less than an earlier one about what still exists.
 * - `claim`: exit code 0 and a proof mean that nothing of the lab exists but what is kept for a user.
 * - `plan`: what the plan lists is gone, or a reason is given.
 * - `left`: what is clearly the lab's is gone after a run that nothing disturbed.
 * - `exit`: a run that leaves nothing unclear does not end badly.
 * - `user`: what is kept because it is in use is kept with its user named.
 * - `asked`: a run asks for one confirmation.
 * - `ended`: every run ends, and throws nothing.
 */
type Invariant =
  | 'foreign'
  | 'unlisted'
  | 'unconfirmed'
  | 'unsaid'
  | 'near'
  | 'forgotten'
  | 'claim'
  | 'plan'
  | 'left'
  | 'exit'
  | 'user'
  | 'asked'
  | 'ended';

/** An invariant that broke, and what was seen. */
export interface Violation {
  invariant: Invariant;
  text: string;
}

/** A run did not end. The account cannot be used again, since the run may still change it. */
export class NeverEnded extends Error {}

const kindOf = (entry: Entry): Kind => (entry.kind.includes('bucket') ? 'bucket' : (entry.kind as Kind));

const isSame = (entry: Entry, { kind, id, name }: Pick<Verdict, 'kind' | 'id' | 'name'>) =>
  kindOf(entry) === kind &&
  (entry.id === undefined ? entry.name === name || entry.name === id : entry.id === id);

const isGone = ({ state }: Entry) => state === 'deleted' || state === 'gone already';

/** What the document says still exists, or might. */
function saidIn({ regions }: Document): Entry[] {
  return regions.flatMap((region) => {
    const gone = (region.done ?? []).filter(isGone);
    const planned = region.delete.filter((entry) => !gone.some((done) => done.id === entry.id));
    const left = (region.done ?? []).filter((entry) => !isGone(entry));
    const elsewhere = region.elsewhere ?? [];
    return [
      ...planned,
      ...left,
      ...region.kept,
      ...region.unknown,
      ...elsewhere,
      ...(region.proof?.remaining ?? []),
    ];
  });
}

const recordsOf = (state: AccountState, kind: Kind, id: string) => {
  const owns = belongsTo(kind, id);
  return [...state.records].filter(([key, value]) => owns(key, value)).map(([key]) => key);
};

const exists = (state: AccountState, { kind, id }: { kind: Kind; id: string }) =>
  recordsOf(state, kind, id).length > 0;

/** Answers for each call in turn whether it is the one of this moment. */
function counterOf({ nth, of }: Moment): (operation: string) => boolean {
  let count = 0;
  return (operation) => {
    if (of === 'changes' && !/^(Delete|Put|Stop|Abort|Detach|Remove|Update)/.test(operation)) return false;
    count++;
    return count === nth;
  };
}

/** What a user wants to delete or use during a run can be gone already. */
function ignoreRaces(error: unknown): void {
  if (!(error instanceof Error && '$metadata' in error)) throw error;
}

/** One run of a draw: the account, the teardown's clients and journals, and what broke. */
class Trial {
  readonly violations: Violation[] = [];
  readonly bases: Bases;
  readonly draw: Draw;
  readonly regions: string[];
  /** What the documents so far said that they did not search, regions among it. */
  private readonly notSearched = new Set<string>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'random-teardown-run-'));
  private readonly clientsByRegion = new Map<string, Clients>();
  private inFlight = 0;
  private calls = 0;
  /** Called before every call. */
  private beforeCall: (operation: string) => Promise<void> = async () => {};
  before!: AccountState;
  verdicts: Verdict[] = [];
  private key: { accessKeyId: string; secretAccessKey: string };
  /** Bucket entries and resources of others that appeared after the first reading. */
  private readonly later = new Map<string, string>();
  /** Ids that a user deleted during the run. */
  private readonly deletedByHand: { kind: Kind; id: string }[] = [];
  private neighborCame = false;
  /** Ids that a user gave to a new resource after the first reading. */
  private readonly replaced = new Set<string>();
  private confirmations = 0;
  /** What was adopted, or declared not to be the lab's, by id. */
  private readonly decided = new Set<string>();

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

  private clients(region: string): Clients {
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

  private settings(more: Partial<RunSettings> = {}): RunSettings {
    const record = this.record();
    return {
      clients: (region) => this.clients(region),
      regions: this.regions,
      journal: (region) => join(this.folder, `${region}.jsonl`),
      ...(record === undefined ? {} : { record }),
      ...more,
    };
  }

  private record(): object | undefined {
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
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
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

  /** What is not provably the lab's, or is in use, is as before. */
  checkForeign(stage: string, now: AccountState): void {
    const deletable = new Set<string>();
    for (const verdict of this.verdicts)
      if (verdict.may || this.decided.has(verdict.id) || this.isUsedUnseen(verdict))
        for (const key of recordsOf(this.before, verdict.kind, verdict.id))
          if (!this.bases.foreign.has(key) || this.decided.has(verdict.id)) deletable.add(key);
    for (const { kind, id } of this.deletedByHand)
      for (const key of recordsOf(this.before, kind, id)) deletable.add(key);
    for (const [key, value] of [...this.before.records].filter(([each]) => !deletable.has(each)))
      if (now.records.get(key) !== value && !this.later.has(key))
        this.fail(
          'foreign',
          `${stage} ${now.records.has(key) ? 'changed' : 'deleted'} ${key} ${this.whose(key, value)}`,
        );
    for (const [key, value] of this.later)
      if (now.records.get(key) !== value)
        this.fail(
          'foreign',
          `${stage} ${now.records.has(key) ? 'changed' : 'deleted'} ${key}, which came later`,
        );
  }

  /** Its only users are in regions that the plan said it could not read, and the user confirmed the plan. */
  private isUsedUnseen({ proofs, users, unexplained, ruledOut }: Verdict): boolean {
    const isUnseen = (user: string) => [...this.notSearched].some((region) => user.endsWith(` in ${region}`));
    return proofs.length >= 2 && !ruledOut && unexplained === 0 && users.every(isUnseen);
  }

  private whose(key: string, value: string): string {
    if (this.bases.foreign.has(key)) return '(an entry that the lab did not make)';
    const verdict = this.verdicts.find(({ kind, id }) => belongsTo(kind, id)(key, value));
    if (verdict === undefined) return '(nothing says that it is the lab’s)';
    const { proofs, users, unexplained, ruledOut } = verdict;
    return `(proofs: ${proofs.join('+') || 'none'}; users: ${users.join(', ') || 'none'}; unexplained: ${unexplained}${ruledOut ? '; tagged as another’s' : ''})`;
  }

  /** Every change is in a plan's list of deletions. */
  checkListed(stage: string, docs: Document[], now: AccountState): void {
    const owners = docs
      .flatMap(({ regions }) => regions.flatMap((region) => region.delete))
      .map((entry) => belongsTo(kindOf(entry), entry.id ?? entry.name));
    owners.push(...this.deletedByHand.map(({ kind, id }) => belongsTo(kind, id)));
    for (const [key, value] of this.before.records)
      if (now.records.get(key) !== value && !this.later.has(key) && !owners.some((owns) => owns(key, value)))
        this.fail('unlisted', `${stage} changed ${key}, which its plan does not list`);
  }

  /** Nothing that exists goes unsaid, and no run claims more than is true. */
  checkWords(stage: string, doc: Document, now: AccountState, isFirst: boolean, earlier: Entry[] = []): void {
    const said = saidIn(doc);
    for (const { name, proofs = [] } of said)
      if (new Set(proofs.map(({ text }) => text)).size < proofs.length)
        this.fail('plan', `${stage} says a proof of ${name} twice`);
    const { disturbance } = this.draw;
    const hasTrouble = disturbance.is === 'denied' || disturbance.is === 'faults';
    for (const verdict of this.verdicts) {
      const { kind, id, name, proofs, regions } = verdict;
      if (!exists(now, verdict) || this.decided.has(id) || this.replaced.has(id)) continue;
      // What is known by its tag alone is found by the search, and the document says what that could not read.
      const isLimited = hasTrouble && doc.regions.some(({ notSearched }) => notSearched.length > 0);
      if (isLimited && !proofs.includes('name')) continue;
      // A resource that only the pipeline named can be told only while the pipeline is there, or by the journal.
      const strong = isFirst && !hasTrouble ? verdict.strong : verdict.strongAlone;
      const wasSaid = earlier.some((entry) => isSame(entry, verdict));
      const isSaid =
        said.some((entry) => isSame(entry, verdict)) ||
        // The bucket's entry covers the artifacts in it.
        (kind === 'artifacts' && said.some((entry) => entry.name === id.split('/')[0])) ||
        (hasTrouble && doc.regions.some(({ unknown }) => unknown.some((entry) => kindOf(entry) === kind)));
      const label = `${kind} ${name}${kind === 'connection' ? ` (${id.slice(-12)})` : ''} [${proofs.join('+')}]`;
      if ((strong || (isFirst && verdict.must && !hasTrouble)) && !isSaid)
        this.fail('unsaid', `${stage} (exit ${doc.exit}) does not say that ${label} exists`);
      else if (wasSaid && !isSaid)
        this.fail(
          'forgotten',
          `${stage} (exit ${doc.exit}) says no more that ${label} exists, as the run before did`,
        );
      const isEmptied =
        kind === 'bucket' &&
        proofs.length === 0 &&
        !exists(now, { kind: 'artifacts', id: `${id}/${artifactPrefix}` });
      if (
        verdict.told &&
        !hasTrouble &&
        !(isEmptied && /^codepipeline-/.test(id)) &&
        !doc.text.includes(name)
      )
        this.fail('near', `${stage} does not mention ${label}`);
      if (!hasTrouble && isFirst) this.checkUsers(stage, doc, verdict);
      const excused =
        verdict.users.length + verdict.possibleUsers.length > 0 ||
        verdict.ruledOut ||
        (this.neighborCame && kind !== 'pipeline');
      if (!strong || excused) continue;
      if (doc.exit === 0) this.fail('claim', `${stage} ended with 0 although ${label} exists`);
      const proved = doc.regions.filter(({ proof }) => proof?.proved).map(({ region }) => region);
      // What two regions share is listed in the plan of one, which then must not claim proof.
      const claiming = regions.length > 0 ? regions : doc.regions.map(({ region }) => region);
      if (claiming.every((region) => proved.includes(region)))
        this.fail('claim', `${stage} claims proof for ${claiming.join(', ')} although ${label} exists`);
    }
  }

  /** What is kept because it is in use is kept with its user named. */
  private checkUsers(stage: string, doc: Document, { users, unexplained, ...verdict }: Verdict): void {
    if (users.length === 0 || verdict.ruledOut || unexplained > 0 || !verdict.strong) return;
    const kept = doc.regions.flatMap((region) => region.kept).filter((entry) => isSame(entry, verdict));
    const [entry] = kept;
    if (entry === undefined) return;
    const words = users.map((user) => /lambda|\d{12}|(?<=pipeline )\S+|\S+$/.exec(user)?.[0] ?? user);
    if (!kept.some(({ why = '' }) => words.some((word) => why.includes(word))))
      this.fail(
        'user',
        `${stage} keeps ${verdict.kind} ${verdict.name} because “${entry.why}”: not a word of ${users.join(', ')}`,
      );
    if (kept.every(({ look }) => look))
      this.fail(
        'user',
        `${stage} asks to look at ${verdict.kind} ${verdict.name}, which is in use: ${entry.why}`,
      );
  }

  /** What the plan lists is gone, or there is a reason. */
  checkPlan(stage: string, doc: Document, now: AccountState, isCalm: boolean): void {
    for (const region of doc.regions) {
      if (region.state !== 'done') {
        if (isCalm && region.delete.length > 0)
          this.fail(
            'plan',
            `${stage} ended ${region.region} in the state ${region.state} (exit ${doc.exit})`,
          );
        continue;
      }
      for (const entry of region.delete) {
        if (!exists(now, { kind: kindOf(entry), id: entry.id ?? entry.name })) continue;
        const done = region.done?.find(({ id, kind }) => id === entry.id && kind === entry.kind);
        const reason = `${done?.state ?? 'not in done'}: ${done?.why ?? JSON.stringify(done?.trouble ?? '')}`;
        const hasReason =
          done !== undefined && !isGone(done) && (done.why !== undefined || done.trouble !== undefined);
        if (isCalm || !hasReason)
          this.fail(
            'plan',
            `${stage} planned to delete ${entry.kind} ${entry.name}, which exists (${reason})`,
          );
      }
    }
  }

  /** What is clearly the lab's goes, and then the run ends well. */
  checkOutcome(stage: string, doc: Document, now: AccountState): void {
    for (const verdict of this.verdicts.filter(({ must }) => must))
      if (exists(now, verdict) && !this.decided.has(verdict.id)) {
        const said = saidIn(doc).find((entry) => isSame(entry, verdict));
        this.fail(
          'left',
          `${stage} left ${verdict.kind} ${verdict.name} [${verdict.proofs.join('+')}]: ${said?.why ?? said?.state ?? 'unsaid'}`,
        );
      }
    const open = this.verdicts.filter(
      ({ kind, id, may, must, strong, ruledOut, users, possibleUsers, told }) =>
        !this.decided.has(id) &&
        ((may && !must && kind !== 'artifacts') ||
          (strong && !may && !ruledOut && users.length === 0) ||
          // Artifacts under the lab's prefix, whose pipeline is gone.
          (kind === 'artifacts' && !may && !ruledOut && users.length === 0) ||
          // A similar name that deploys to the lab's bucket may be left to the user.
          (kind === 'pipeline' && told) ||
          possibleUsers.length > 0),
    );
    // What a check's record names may be told, and may be left to the user.
    const recorded = JSON.stringify(this.record() ?? {});
    const looks = doc.regions.flatMap(({ kept, unknown }) => [
      ...kept.filter(
        ({ undecided, name, id }) => undecided && !recorded.includes(name) && !recorded.includes(id ?? name),
      ),
      ...unknown,
    ]);
    const onlyRecorded = looks.length === 0 && doc.exit === 3;
    // The account's buckets are one list: a tagged one in a region that the run leaves out may be told, too.
    const hasTaggedElsewhere = this.before.buckets.some(
      ({ region, tags }) => !this.regions.includes(region) && tags.lab === 'codepipeline-lab',
    );
    if (open.length === 0 && doc.exit !== 0 && !onlyRecorded && !hasTaggedElsewhere) {
      this.fail(
        'exit',
        `${stage} ended with ${doc.exit} although nothing is unclear (${looks.map(({ kind, name, why }) => `${kind} ${name}: ${why}`).join('; ')})`,
      );
    }
  }

  checkUnchanged(stage: string, then: AccountState, now: AccountState): void {
    for (const [key, value] of then.records)
      if (now.records.get(key) !== value)
        this.fail('unconfirmed', `${stage} changed ${key} without a confirmation`);
  }

  /** A run without a confirmation changes nothing and lists everything that exists. */
  async plainRun(stage: string, earlier: Document | undefined): Promise<void> {
    const then = this.state();
    const doc = await this.teardown(stage, this.settings());
    if (doc === undefined) return;
    const now = this.state();
    this.checkUnchanged(stage, then, now);
    this.checkWords(stage, doc, now, false, earlier === undefined ? [] : saidIn(earlier));
  }

  private async interrupt(by: Interruption): Promise<void> {
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

  private protect(kind: Kind, id: string): void {
    const now = this.state();
    for (const key of recordsOf(now, kind, id)) this.later.set(key, now.records.get(key) ?? '');
  }

  private async putLater(region: string, bucket: string, key: string): Promise<void> {
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

  private async between(what: string): Promise<void> {
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

  private hasConfirmed(): boolean {
    return this.regions.some((region) => {
      const file = join(this.folder, `${region}.jsonl`);
      return existsSync(file) && readFileSync(file, 'utf8').includes('"confirmed"');
    });
  }

  private readonly yes = async () => {
    this.confirmations++;
    return true;
  };

  /** Runs until this moment and ends there; the document if it ended before. */
  private async die(stage: string, at: Moment, when: 'before' | 'after', more: Partial<RunSettings>) {
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

  private async killed(disturbance: Extract<Draw['disturbance'], { is: 'killed' }>): Promise<void> {
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

  private async afterwards(stage: string, doc: Document, isCalm: boolean): Promise<void> {
    const now = this.state();
    this.checkForeign(stage, now);
    this.checkListed(stage, [doc], now);
    this.checkWords(stage, doc, now, this.draw.disturbance.is !== 'interrupted');
    this.checkPlan(stage, doc, now, isCalm);
    if (isCalm) this.checkOutcome(stage, doc, now);
    await this.plainRun('the second run', doc);
    if (isCalm && this.draw.adopt !== 'nothing') await this.decide(this.draw.adopt, now);
  }

  /** The user adopts one resource that is unproven, or declares that it is not the lab's. */
  private async decide(decision: 'adopt' | 'not mine', now: AccountState): Promise<void> {
    const chosen = this.verdicts.find(
      (verdict) =>
        verdict.strong &&
        !verdict.may &&
        !verdict.ruledOut &&
        verdict.users.length === 0 &&
        verdict.possibleUsers.length === 0 &&
        // By adopting a pipeline or a role, what it names or carries can become the lab's, too.
        (decision === 'not mine' || !['pipeline', 'role'].includes(verdict.kind)) &&
        exists(now, verdict),
    );
    if (chosen === undefined) return;
    const settings = this.settings({ confirm: this.yes });
    this.decided.add(chosen.id);
    const decide = decision === 'adopt' ? adopt : notMine;
    const state = await decide(settings, chosen.kind, chosen.id);
    if (state !== 'written')
      this.fail('plan', `${decision} of ${chosen.kind} ${chosen.name} was answered with ${state}`);
    const doc = await this.teardown(`the run after ${decision}`, settings);
    if (doc === undefined) return;
    const after = this.state();
    this.checkForeign(`the run after ${decision}`, after);
    if (decision === 'adopt' && exists(after, chosen))
      this.fail('plan', `${chosen.kind} ${chosen.name} was adopted, and exists`);
    if (decision === 'not mine')
      for (const key of recordsOf(now, chosen.kind, chosen.id))
        if (after.records.get(key) !== now.records.get(key))
          this.fail('foreign', `${key} was changed although the user said that it is not the lab’s`);
  }

  async run(): Promise<void> {
    const { bases, draw } = this;
    await bases.open(draw.base);
    for (const change of draw.changes) await apply(bases, draw.base, change);
    const { disturbance } = draw;
    if (disturbance.is === 'denied') {
      this.key = bases.limited;
      const name = { all: undefined, home, second, third }[disturbance.region];
      const Condition =
        name === undefined ? {} : { Condition: { StringEquals: { 'aws:RequestedRegion': name } } };
      await bases.sdk.in(home).iam.send(
        new PutUserPolicyCommand({
          ...{ UserName: 'limited', PolicyName: 'p' },
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: '*', Resource: '*' },
              { Effect: 'Deny', Action: disturbance.actions, Resource: '*', ...Condition },
            ],
          }),
        }),
      );
    }
    this.readAccount();
    if (draw.confirm !== 'yes') {
      const then = this.state();
      const confirm = draw.confirm === 'no' ? { confirm: async () => false } : {};
      const doc = await this.teardown('the run', this.settings(confirm));
      if (doc === undefined) return;
      const now = this.state();
      this.checkUnchanged('the run', then, now);
      this.checkWords('the run', doc, now, true);
      const plans = doc.regions.some((region) => region.delete.length > 0);
      const expected = draw.confirm === 'no' ? 1 : 2;
      if (plans && doc.exit !== expected && doc.exit !== 3)
        this.fail('exit', `a run with the confirmation ${draw.confirm} ended with ${doc.exit}`);
      return;
    }
    if (disturbance.is === 'killed') return this.killed(disturbance);
    if (disturbance.is === 'faults') {
      const { is: _, throttle, ...rates } = disturbance;
      const byService = Object.fromEntries(
        ['s3', 'iam', 'codepipeline', 'codeconnections'].map((service) => [service, throttle]),
      );
      await bases.sdk.admin.setFaultInjection({ ...rates, throttle: byService });
    }
    let pending: Promise<void> | undefined;
    if (disturbance.is === 'interrupted') {
      const isNow = counterOf(disturbance.at);
      this.beforeCall = async (operation) => {
        if (isNow(operation)) pending = this.interrupt(disturbance.by).catch(ignoreRaces);
        await pending;
      };
    }
    let doc: Document | undefined;
    try {
      doc = await this.teardown('the run', this.settings({ confirm: this.yes }));
    } finally {
      if (disturbance.is === 'faults') await bases.sdk.admin.stopFaultInjection();
      this.beforeCall = async () => {};
    }
    if (doc !== undefined) await this.afterwards('the run', doc, disturbance.is === 'calm');
  }
}

/** Builds the drawn account, runs the teardown in it, and returns what broke. */
export async function tryOut(bases: Bases, draw: Draw): Promise<Violation[]> {
  const trial = new Trial(bases, draw);
  try {
    await trial.run();
    for (const error of bases.internalErrors.splice(0)) trial.fail('ended', `the practice account: ${error}`);
    return trial.violations;
  } finally {
    trial.close();
  }
}
