import { defaultStuckAfterMs } from '../../../classroom/state.ts';
import { minutes, seconds } from '../../../terminal/number-options.ts';
import { flag, many, text } from '../../../terminal/options.ts';

/** The time between rounds when `--every` does not say it, in milliseconds. */
export const defaultEveryMs = 20_000;

/** The options of the commands that follow a class. */
export const pollingOptions = {
  every: seconds({
    min: 5,
    max: 3600,
    defaultText: String(defaultEveryMs / 1000),
    help: 'the time between rounds',
  }),
  evidence: many(
    text({
      value: 'PATH',
      help: "a file of evidence (npm run check -- --save FILE), or a folder of them, merged into the board. Of an account and a file the newer counts; of a seat's files, for each step the newest that tells it",
    }),
  ),
  'evidence-only': flag('asks no account'),
  'stuck-after': minutes({
    min: 1,
    max: 1440,
    default: defaultStuckAfterMs / 60_000,
    help: 'the time at one and the same finding that makes a seat stuck; waiting for an approval is told apart from that',
  }),
};
