/** The environment of a session's shell. Apart from PATH, it inherits nothing from the caller's own shell. */
export function isolatedEnvironment(
  home: string,
  env: Readonly<Record<string, string>>,
  pathPrepend: readonly string[],
): Record<string, string> {
  return {
    PATH: [...pathPrepend, process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(':'),
    HOME: home,
    TMPDIR: home,
    LANG: 'C.UTF-8',
    // A command that ignores the practice account's endpoint reaches a closed port, not AWS.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    ...env,
  };
}

/**
 * Settings that replace GitHub's address by this one. Credentials in it become a header: git passes an address to its own
 * processes as an argument, which other users of the machine can read.
 */
function replaceGithub(gitUrl: string): string {
  const url = new URL(gitUrl.replace(/\/*$/, '/'));
  const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
  url.username = '';
  url.password = '';
  const basic = Buffer.from(credentials).toString('base64');
  const header =
    credentials === ':' ? '' : `[http "${url.origin}/"]\n\textraHeader = Authorization: Basic ${basic}\n`;
  return `${header}[url "${url.href}"]\n\tinsteadOf = https://github.com/\n`;
}

/**
 * The `.gitconfig` in the session's HOME. It replaces GitHub's address by `gitUrl`, and turns off background
 * maintenance.
 */
export function gitSettings(gitUrl: string | undefined): string {
  const github = gitUrl ? replaceGithub(gitUrl) : '';
  return `${github}[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n`;
}
