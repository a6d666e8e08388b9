/** What a rehearsal's shell sees: this and nothing of what the caller's own shell has set. */
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
    // Whatever forgets the practice account's endpoint meets a closed port, not AWS.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    ...env,
  };
}

/** Git's own settings in the rehearsal's HOME: GitHub's address leads to `gitUrl`; no work behind our back. */
export function gitSettings(gitUrl: string | undefined): string {
  const base = gitUrl?.replace(/\/*$/, '/');
  const insteadOf = base === undefined ? '' : `[url "${base}"]\n\tinsteadOf = https://github.com/\n`;
  return `${insteadOf}[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n`;
}
