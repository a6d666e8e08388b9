import { parseHost } from '../../../companion/server/hosts.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Values } from '../../../terminal/command.ts';

/** The option of the commands that serve a companion. */
export const allowedHostOption = { 'allow-host': { type: 'string', multiple: true } } as const;

/** The hosts of `--allow-host`, as browsers send them. Throws CliError for anything but one exact host name. */
export function allowedHosts(values: Values): string[] {
  const given = values['allow-host'];
  const hosts = (Array.isArray(given) ? given : []).map((each) => {
    const host = parseHost(String(each));
    if (host !== undefined) return host;
    throw new CliError(
      `--allow-host ${each}: expected one host name without scheme, path or wildcard, with a port if it is not the usual one, such as --allow-host name-4400.app.github.dev`,
    );
  });
  return [...new Set(hosts)];
}
