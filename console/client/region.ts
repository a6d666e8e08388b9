const key = 'lab-console-region';
let home = 'us-east-1';
const listeners = new Set<() => void>();

/** The region of the account's exports: what a shell without `--region` asks. */
export const homeRegion = () => home;

export function setHomeRegion(region: string): void {
  home = region;
}

/** The region that the pages are of; the tab keeps it. */
export const currentRegion = (): string => sessionStorage.getItem(key) ?? home;

export function chooseRegion(region: string): void {
  sessionStorage.setItem(key, region);
  for (const listener of listeners) listener();
}

/** Hears of a chosen region; the answer ends that. */
export function onRegionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What the region selector offers beside the region of the account. */
export const selectableRegions = [
  ['us-east-1', 'US East (N. Virginia)'],
  ['us-east-2', 'US East (Ohio)'],
  ['us-west-2', 'US West (Oregon)'],
  ['ca-central-1', 'Canada (Central)'],
  ['eu-central-1', 'Europe (Frankfurt)'],
  ['eu-west-1', 'Europe (Ireland)'],
  ['ap-northeast-1', 'Asia Pacific (Tokyo)'],
  ['ap-south-1', 'Asia Pacific (Mumbai)'],
  ['ap-southeast-2', 'Asia Pacific (Sydney)'],
  ['sa-east-1', 'South America (São Paulo)'],
] as const;
