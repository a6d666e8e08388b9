import { defined } from '../../base/defined.ts';
import type { RegionOptions, TeardownResult } from './finish.ts';
import type { Plan } from './plan.ts';
import { teardownRegions } from './regions.ts';

export type { TeardownResult } from './finish.ts';

export interface TeardownOptions extends RegionOptions {
  /** The digest of the confirmed plan, or a function that asks the user. Without it nothing is deleted. */
  confirm?: string | ((plan: Plan) => Promise<boolean>);
  /** Called with the plan before `confirm`. */
  onPlan?: (plan: Plan) => void;
  /** The plan of a scan that was just made. It replaces the first scan. */
  scannedPlan?: Plan;
}

/** Runs the teardown of one region. Rejects only on a bug in the kit, and with UnknownVersion. */
export async function teardown({
  confirm,
  onPlan,
  scannedPlan,
  ...region
}: TeardownOptions): Promise<TeardownResult> {
  const ask = typeof confirm === 'function' ? ([plan]: readonly Plan[]) => confirm(plan as Plan) : confirm;
  const { results } = await teardownRegions({
    regions: [region],
    ...defined({ confirm: ask }),
    ...(onPlan === undefined ? {} : { onPlans: ([plan]) => onPlan(plan as Plan) }),
    ...(scannedPlan === undefined ? {} : { scannedPlans: [scannedPlan] }),
  });
  return results[0] as TeardownResult;
}
