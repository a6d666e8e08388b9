type Env = Record<string, string | undefined>;

/** One request of the pretend GitHub. Throws HostRefusal with words for the page. */
type HostRequest = (body: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** The pretend GitHub's requests by name, for the practice account of `env`. */
export function hostRequests(_env: Env): ReadonlyMap<string, HostRequest> {
  return new Map();
}
