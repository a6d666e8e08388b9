import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Bases } from './base-account.ts';
import { apply } from './change.ts';
import type { Draw } from './draw.ts';
import type { Violation } from './invariants.ts';
import { home, second, third } from './lab-names.ts';
import type { Document } from './product.ts';
import { counterOf, ignoreRaces, TrialDisturbances } from './trial-disturbances.ts';

/** One run of a draw. */
class Trial extends TrialDisturbances {
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
          UserName: 'limited',
          PolicyName: 'p',
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
