import { oneOf } from '../../terminal/options.ts';

/** The option of the commands that run the pages' commands. */
export const awsCliOption = {
  cli: oneOf(
    { auto: '', 'stand-in': 'the small stand-in for the AWS CLI, even where a current CLI is installed' },
    { default: 'auto' },
  ),
};
