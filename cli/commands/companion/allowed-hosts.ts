import { parseHost } from '../../../companion/server/hosts.ts';
import { many, text } from '../../../terminal/options.ts';

/** The option of the commands that serve a companion. */
export const allowedHostOption = {
  'allow-host': many(
    text({
      value: 'NAME',
      help: 'also serves requests that a forwarder sends for this host name (GitHub Codespaces, an SSH tunnel on another port: 127.0.0.1:8080)',
      accepts: {
        read: parseHost,
        expected: 'one host name without scheme, path or wildcard, with a port if it is not the usual one',
        example: 'name-4400.app.github.dev',
      },
    }),
  ),
};
