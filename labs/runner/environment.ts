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
 * The `.gitconfig` in the session's HOME. It replaces GitHub's address by `gitUrl`, and turns off background
 * maintenance.
 */
export function gitSettings(gitUrl: string | undefined): string {
  const base = gitUrl?.replace(/\/*$/, '/');
  const insteadOf = base === undefined ? '' : `[url "${base}"]\n\tinsteadOf = https://github.com/\n`;
  return `${insteadOf}[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n`;
}
