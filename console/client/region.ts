const key = 'lab-console-region';
let home = 'us-east-1';
const listeners = new Set<() => void>();

/** The region in the account's exports, which a shell uses without `--region`. */
export const homeRegion = () => home;

export function setHomeRegion(region: string): void {
  home = region;
}

/** The region that the pages show. Each browser tab stores its own. */
export const currentRegion = (): string => sessionStorage.getItem(key) ?? home;

export function chooseRegion(region: string): void {
  sessionStorage.setItem(key, region);
  for (const listener of listeners) listener();
}

/** Calls the listener when a region is chosen. The returned function unsubscribes it. */
export function onRegionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The regions that the selector offers in addition to the account's region. */
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
