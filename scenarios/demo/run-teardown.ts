import { defined } from '../../base/defined.ts';
import { journalFile, plan, plansText, resultText, teardown } from '../../checker/teardown/index.ts';
import { clientsIn } from '../../lab-home/account.ts';
import { labHome } from '../../lab-home/home.ts';
import { readRecord } from '../../lab-home/records.ts';
import { loadLab } from '../../lab-home/settings.ts';
import { resolveTarget } from '../../lab-home/target.ts';
import type { PracticeAccess } from '../sandbox.ts';

type Env = Record<string, string | undefined>;

/** Tears the lab down as a person would: prints the plan, confirms it with its digest, and carries it out. */
export async function runTeardown(
  env: Env,
  practice: PracticeAccess,
  signal: AbortSignal,
  print: (text: string) => void,
): Promise<{ exit: number; text: string }> {
  const target = await resolveTarget({}, env);
  const lab = loadLab({}, env, target.region);
  const clients = clientsIn(lab.region, target);
  const { accountId } = practice;
  const key = { target: target.kind, accountId, region: lab.region };
  const record = readRecord(env, key);
  const common = {
    clients,
    lab,
    accountId,
    journal: journalFile(labHome(env), key),
    signal,
    ...defined({ record }),
  };
  try {
    const printedPlan = await plan(common);
    print(plansText([printedPlan], printedPlan.digest, { width: 76 }));
    const result = await teardown({ ...common, confirm: printedPlan.digest });
    return { exit: result.exit, text: resultText(result, lab, { width: 76 }) };
  } finally {
    clients.destroy();
  }
}
