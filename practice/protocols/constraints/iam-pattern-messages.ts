const nameCharacters = 'It must contain only alphanumeric characters and/or the following: +=,.@_-';
const printable = 'It must contain only printable ASCII characters.';

// IAM checks these patterns behind its front end, with error messages of its own. [seen; documents: known]
const patternMessages: Readonly<Record<string, string>> = {
  roleName: nameCharacters,
  userName: nameCharacters,
  policyName: nameCharacters,
  path: 'It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  pathPrefix:
    'It must begin with the / character and contain only alphanumeric characters and/or / characters.',
  policyDocument: printable,
  assumeRolePolicyDocument: printable,
};

/** IAM's own message for a member that does not match its pattern; undefined when IAM uses the common message. */
export function iamPatternMessage(member: string): string | undefined {
  const message = patternMessages[member];
  return message === undefined ? undefined : `The specified value for ${member} is invalid. ${message}`;
}
