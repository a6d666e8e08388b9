const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const hostPattern = new RegExp(`^${label}(?:\\.${label})*(?::\\d{1,5})?$`);

/** Whether a host, with or without a port, is this machine. A forwarder to it (SSH) serves HTTP, others serve HTTPS. */
export const isLoopbackHost = (host: string) => /^(?:127\.0\.0\.1|localhost)(?::|$)/.test(host);

/**
 * The host as a browser sends it in the Host header: lower case, and without its scheme's own port. Undefined unless it
 * is one exact host name, with or without a port.
 */
export function parseHost(given: string): string | undefined {
  const host = given.toLowerCase();
  if (host.length > 253 || !hostPattern.test(host)) return undefined;
  const url = `${isLoopbackHost(host) ? 'http' : 'https'}://${host}`;
  if (!URL.canParse(url)) return undefined;
  // A browser would read some numbers as another address, such as 127.1 as 127.0.0.1.
  const { hostname, host: sent } = new URL(url);
  return hostname === host.replace(/:\d+$/, '') ? sent : undefined;
}
