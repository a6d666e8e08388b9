import { oneOf } from '../../terminal/options.ts';

/** The option of the commands that print for people, or one JSON document. */
export const reporterOption = {
  reporter: oneOf({ human: '', json: 'one document for other programs' }, { default: 'human' }),
};
