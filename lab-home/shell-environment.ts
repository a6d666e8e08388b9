/**
 * Variables that would lead a client elsewhere although the practice account's own are set: a profile is
 * stronger than keys, a left-over session token spoils them, and a proxy would be asked for 127.0.0.1.
 */
export const conflictingVariableResets = [
  'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are the shell's braces
  'export NO_PROXY="${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost"',
  'export no_proxy="$NO_PROXY"',
];
