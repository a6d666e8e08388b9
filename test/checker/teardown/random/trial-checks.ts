import { type AccountState, belongsTo } from './account-state.ts';
import { exists, isGone, isSame, kindOf, recordsOf, saidIn } from './invariants.ts';
import { artifactPrefix } from './lab-names.ts';
import type { Verdict } from './oracle.ts';
import type { Document, Entry } from './product.ts';
import { TrialAccount } from './trial-account.ts';

/** The invariants, checked against what the account contains and what the teardown's document says. */
export class TrialChecks extends TrialAccount {
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
  protected isUsedUnseen({ proofs, users, unexplained, ruledOut }: Verdict): boolean {
    const isUnseen = (user: string) => [...this.notSearched].some((region) => user.endsWith(` in ${region}`));
    return proofs.length >= 2 && !ruledOut && unexplained === 0 && users.every(isUnseen);
  }

  protected whose(key: string, value: string): string {
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
  protected checkUsers(stage: string, doc: Document, { users, unexplained, ...verdict }: Verdict): void {
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
}
