import type { Plan } from '../plan.ts';

/** How many regions are listed by name, even if nearly all are concerned. */
const shortList = 3;

/** Regions in the words of reports: "all regions but us-east-1" where they are all of `all` but at most one. */
function regionsText(regions: readonly string[], all: readonly string[]): string[] {
  const rest = all.filter((region) => !regions.includes(region));
  if (regions.length <= shortList || rest.length > 1) return [...regions];
  return [rest.length === 0 ? 'all regions' : `all regions but ${rest[0]}`];
}

/** What a plan did not search, and why, for people: regions that share a reason are named together. */
export function notSearchedLines({
  limits,
  searchedRegions,
}: Pick<Plan, 'limits' | 'searchedRegions'>): { what: string; why: string }[] {
  const byReason = new Map<string, string[]>();
  for (const { region, why } of limits)
    if (region !== undefined) byReason.set(why, [...(byReason.get(why) ?? []), region]);
  return [
    ...[...byReason].flatMap(([why, regions]) =>
      regionsText(regions, searchedRegions).map((what) => ({ what, why })),
    ),
    ...limits.filter(({ region }) => region === undefined).map(({ what, why }) => ({ what, why })),
  ];
}
