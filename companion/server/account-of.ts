import { findStep } from '../../checker/steps/index.ts';
import {
  type ProgressEvent,
  plansText,
  resultsText,
  teardownRegions,
  unlistedText,
} from '../../checker/teardown/index.ts';
import { openAccount } from '../../lab-home/account.ts';
import { whoAmI } from '../../lab-home/identity.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { withSweep } from '../../lab-home/sweep.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import type { Io, Values } from '../../terminal/command.ts';
import type { CompanionOptions } from './options.ts';
import { keepPageSettings, pageSettings } from './settings.ts';

type Asked = Pick<CompanionOptions, 'target' | 'settings' | 'keep' | 'check' | 'plan' | 'carryOut'>;

const screen = { width: 74 };

/**
 * What the companion asks: the same checker and the same teardown as the commands, for the same account. A teardown
 * looks in every region that the lab was used in, whichever region the companion was started for.
 */
export function accountOf(values: Values, env: Io['env'], signal: AbortSignal): Asked {
  async function target() {
    const { target, lab, clients } = await openAccount(values, env);
    try {
      const { accountId, line } = await whoAmI(clients, target, lab);
      return { kind: target.kind, account: accountId, region: lab.region, line };
    } finally {
      clients.destroy();
    }
  }

  return {
    target,
    settings: () => pageSettings(values, env),
    keep: (settings) => keepPageSettings(settings, env),
    async check(name, url, tell) {
      const step = findStep(name);
      const { run } = await runCheck({
        ...{ values, env, steps: step === undefined ? [] : [step] },
        ...(url === undefined ? {} : { url }),
        onFinding: (finding) =>
          tell({ ...finding, place: step?.checks.findIndex(({ id }) => id === finding.check) ?? 0 }),
      });
      return run.verdict;
    },
    plan: () =>
      withSweep(values, env, async ({ find }) => {
        const { whole } = await find({ signal, dryRun: true });
        const found = await teardownRegions(whole);
        if (found.exit === 130) return { text: 'Stopped.' };
        const plans = found.results.flatMap(({ plan }) => plan ?? []);
        const text = plansText(plans, found.digest, screen) + unlistedText(found, screen);
        return found.digest === undefined ? { text } : { text, digest: found.digest };
      }),
    carryOut: (digest, tell) =>
      withSweep(values, env, async ({ own, find }) => {
        const io = { stdout: tell, interactive: false, width: screen.width };
        const progress = progressLines(io as unknown as Io);
        const onProgress = (event: ProgressEvent) => progress(event);
        const { whole } = await find({ signal, onProgress });
        const result = await teardownRegions({ ...whole, confirm: digest });
        tell(resultsText(result, own, screen));
        return result.exit;
      }),
  };
}
