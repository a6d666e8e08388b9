import type { Plan } from '../plan.ts';
import type { Resource } from '../resource.ts';
import { arnOf, labelOf } from './phrases.ts';

type Named = Pick<Resource, 'kind' | 'name'> & { id?: string };

/** Names a resource so that no other resource of the report has the same label. */
export type Labels = (resource: Named) => string;

/** The labels of a report about these plans. Two resources of one type and name are told apart by their ARNs. */
export function labelsOf(plans: readonly (Plan | undefined)[]): Labels {
  const ids = new Map<string, Set<string>>();
  for (const plan of plans)
    for (const resource of [
      ...(plan?.toDelete ?? []),
      ...(plan?.kept ?? []).map(({ resource: kept }) => kept),
    ]) {
      const label = labelOf(resource);
      ids.set(label, (ids.get(label) ?? new Set()).add(resource.id));
    }
  const region = plans.find((plan) => plan !== undefined)?.region ?? '';
  return (resource) => {
    const label = labelOf(resource);
    const { kind, id } = resource;
    return id === undefined || (ids.get(label)?.size ?? 0) < 2
      ? label
      : `${label} (${arnOf({ kind, id }, region)})`;
  };
}
