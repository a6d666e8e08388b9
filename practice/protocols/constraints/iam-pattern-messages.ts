const nameCharacters = 'It must contain only alphanumeric characters and/or the following: +=,.@_-';
const printable = 'It must contain only printable ASCII characters.';

// IAM holds these to their patterns behind its front end, and has its own words for them. [seen; documents: known]
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

/** What IAM says of a member that does not fit its pattern; undefined where it says what every service does. */
export function iamPatternMessage(member: string): string | undefined {
  const message = patternMessages[member];
  return message === undefined ? undefined : `The specified value for ${member} is invalid. ${message}`;
}
