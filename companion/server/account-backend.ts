import { defined } from '../../base/defined.ts';
import { findStep } from '../../checker/steps/index.ts';
import {
  type ProgressEvent,
  plansText,
  regionsErrorText,
  resultsText,
  teardownRegions,
} from '../../checker/teardown/index.ts';
import { openAccount } from '../../lab-home/account.ts';
import { givenFlags } from '../../lab-home/given-flags.ts';
import { identifyCaller } from '../../lab-home/identity.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { AccountValues } from '../../lab-home/target.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import { withTeardownSession } from '../../lab-home/teardown-session.ts';
import type { Io } from '../../terminal/command.ts';
import type { CompanionOptions } from './options.ts';
import { pageSettings, savePageSettings } from './page-settings.ts';

type AccountBackend = Pick<
  CompanionOptions,
  'target' | 'settings' | 'saveSettings' | 'check' | 'plan' | 'carryOut'
>;

/**
 * Gives the companion the checker and the teardown of the commands, for the same account. A teardown scans every region
 * in which the lab was used, not only the region that the companion was started for.
 */
export function accountBackend(values: AccountValues, env: Io['env'], signal: AbortSignal): AccountBackend {
  const textFormat = { width: 74, given: givenFlags(values) };
  async function target() {
    const { target, lab, clients } = await openAccount(values, env);
    try {
      const { accountId, line } = await identifyCaller(clients, target, lab);
      return { kind: target.kind, account: accountId, region: lab.region, line };
    } finally {
      clients.destroy();
    }
  }

  return {
    target,
    settings: () => pageSettings(values, env),
    saveSettings: (settings) => savePageSettings(settings, env),
    async check(name, url, onFinding) {
      const step = findStep(name);
      const { run } = await runCheck({
        values,
        env,
        steps: step === undefined ? [] : [step],
        ...defined({ url }),
        onFinding: (finding) =>
          onFinding({ ...finding, place: step?.checks.findIndex(({ id }) => id === finding.check) ?? 0 }),
      });
      return run.verdict;
    },
    plan: () =>
      withTeardownSession(values, env, async ({ findRegions }) => {
        const { teardownInput } = await findRegions({ signal, dryRun: true });
        const found = await teardownRegions(teardownInput);
        if (found.exit === 130) return { text: 'Stopped.' };
        const plans = found.results.flatMap(({ plan }) => plan ?? []);
        const text = plansText(plans, found.digest, textFormat) + regionsErrorText(found, textFormat);
        return found.digest === undefined ? { text } : { text, digest: found.digest };
      }),
    carryOut: (digest, onOutput) =>
      withTeardownSession(values, env, async ({ primaryLab, findRegions }) => {
        const io = { stdout: onOutput, interactive: false, width: textFormat.width };
        const progress = progressLines(io as unknown as Io);
        const onProgress = (event: ProgressEvent) => progress(event);
        const { teardownInput } = await findRegions({ signal, onProgress });
        const result = await teardownRegions({ ...teardownInput, confirm: digest });
        onOutput(resultsText(result, primaryLab, textFormat));
        return result.exit;
      }),
  };
}
