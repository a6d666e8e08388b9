import type { AccountState } from './account-state.ts';
import { exists, recordsOf, saidIn } from './invariants.ts';
import { adopt, type Document, notMine } from './product.ts';
import { TrialChecks } from './trial-checks.ts';

/** What follows the first run: its checks, a second run, and a decision of the user. */
export class TrialAftermath extends TrialChecks {
  /** A run without a confirmation changes nothing and lists everything that exists. */
  async plainRun(stage: string, earlier: Document | undefined): Promise<void> {
    const then = this.state();
    const doc = await this.teardown(stage, this.settings());
    if (doc === undefined) return;
    const now = this.state();
    this.checkUnchanged(stage, then, now);
    this.checkWords(stage, doc, now, false, earlier === undefined ? [] : saidIn(earlier));
  }

  protected async afterwards(stage: string, doc: Document, isCalm: boolean): Promise<void> {
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
  protected async decide(decision: 'adopt' | 'not mine', now: AccountState): Promise<void> {
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
}
