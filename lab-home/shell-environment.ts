/**
 * Shell commands that reset variables which conflict with the practice account's: a profile overrides keys, an old
 * session token invalidates them, and a proxy would receive the requests for 127.0.0.1.
 */
export const conflictingVariableResets = [
  'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are the shell's braces
  'export NO_PROXY="${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost"',
  'export no_proxy="$NO_PROXY"',
];
