import { findStep } from '../../checker/steps/index.ts';
import {
  journalFile,
  type ProgressEvent,
  plansText,
  resultText,
  type TeardownOptions,
  teardown,
} from '../../checker/teardown/index.ts';
import type { CompanionOptions } from '../../site/companion/server.ts';
import { clientsIn, openAccount } from '../account.ts';
import type { Io, Values } from '../command.ts';
import { labHome } from '../home.ts';
import { whoAmI } from '../identity.ts';
import { readRecord } from '../records.ts';
import { runCheck } from '../run-check.ts';
import { progressLines } from '../teardown-progress.ts';
import { keepPageSettings, pageSettings } from './settings.ts';

type Asked = Pick<CompanionOptions, 'target' | 'settings' | 'keep' | 'check' | 'plan' | 'carryOut'>;

const screen = { width: 74 };

/** What the companion asks: the same checker and the same teardown as the commands, for the same account. */
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

  /** Does something with a teardown's options, on clients of its own. */
  async function withTeardown<T>(work: (options: TeardownOptions) => Promise<T>): Promise<T> {
    const { target, lab, clients: first } = await openAccount(values, env);
    first.destroy();
    const clients = clientsIn(lab.region, target, { answerTimeoutMs: 30_000 });
    try {
      const { accountId } = await whoAmI(clients, target, lab);
      const { region, seat } = lab;
      const key = { target: target.kind, accountId, region, ...(seat === undefined ? {} : { seat }) };
      const record = readRecord(env, key);
      return await work({
        ...{ clients, lab, accountId, signal, journal: journalFile(labHome(env), key) },
        ...(record === undefined ? {} : { record }),
      });
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
      });
      for (const { findings } of run.steps) for (const finding of findings) tell(finding);
      return run.verdict;
    },
    plan: () =>
      withTeardown(async (options) => {
        const { plan } = await teardown({ ...options, dryRun: true });
        if (plan === undefined) return { text: 'Stopped.' };
        const text = plansText([plan], undefined, screen);
        return plan.go.length > 0 ? { text, digest: plan.digest } : { text };
      }),
    carryOut: (digest, tell) =>
      withTeardown(async (options) => {
        const io = { stdout: tell, interactive: false, width: screen.width };
        const progress = progressLines(io as unknown as Io);
        const onProgress = (event: ProgressEvent) => progress(event);
        const result = await teardown({ ...options, confirm: digest, onProgress });
        tell(resultText(result, options.lab, screen));
        return result.exit;
      }),
  };
}
