/** Errors that are not in the catalog of causes, because no lab is broken: what they mean, and what to do. */
const commonErrors: readonly { pattern: RegExp; meaning: string; advice: string }[] = [
  {
    pattern: /BucketAlreadyOwnedByYou/i,
    meaning: 'The bucket is there already, and it is yours.',
    advice: 'Go on with the next command.',
  },
  {
    pattern: /PipelineNameInUseException/i,
    meaning: 'A pipeline of this name is there already.',
    advice:
      'If it is the lab’s, go on, or change it with aws codepipeline update-pipeline in place of create-pipeline.',
  },
  {
    pattern: /EntityAlreadyExists/i,
    meaning: 'A role or policy of this name is there already.',
    advice: 'If it is the lab’s, go on: look at it with aws iam get-role --role-name "$ROLE_NAME".',
  },
  {
    pattern: /LimitExceeded/i,
    meaning: 'The account holds as many of these as it may.',
    advice: 'Remove what is not needed any more, or ask for a higher quota in the Service Quotas console.',
  },
  {
    pattern: /ThrottlingException|Rate exceeded|TooManyRequests|SlowDown/i,
    meaning: 'Too many calls in a short time: nothing is broken.',
    advice: 'Wait a minute, and type the same command again.',
  },
  {
    pattern: /Invalid choice|is not a valid (choice|command)|argument (command|operation): Invalid/i,
    meaning: 'This AWS CLI does not know the command: it is older than the lab needs, or a word is misspelt.',
    advice: 'aws --version tells how old; npx lab doctor says whether it will do.',
  },
  {
    pattern: /Could not connect to the endpoint URL|Connection was closed before|ENOTFOUND|ECONNREFUSED/i,
    meaning: 'Nobody answered at that address.',
    advice:
      'See that you are online and that the region is spelt right. In a practice account: is it running (npm run practice), and did this terminal get its settings (eval "$(npx lab env)")?',
  },
];

/** The common errors that a text contains. */
export const commonErrorsIn = (text: string) => commonErrors.filter(({ pattern }) => pattern.test(text));
