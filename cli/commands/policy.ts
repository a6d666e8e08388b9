import { policyFor } from '../../checker/account/policy.ts';
import { CliError } from '../../lab-home/errors.ts';
import { flag } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';

export const command = defineCommand({
  name: 'policy',
  description:
    'Prints the IAM policy that the checker needs: every action behind a call that it may make, and no other.',
  usage: ['lab policy [--teardown | --lab]'],
  options: {
    teardown: flag('what lab teardown needs as well'),
    lab: flag(
      "what doing the whole lab needs: the pages' commands, the console's handshake, the checker and the teardown",
    ),
  },
  notes: [
    "What --lab prints is longer than a user's inline policy may be: make it a managed policy (aws iam create-policy), and attach that.",
  ],
  examples: [
    'npx lab policy > policy.json',
    'aws iam put-user-policy --user-name anna --policy-name lab-check \\\n  --policy-document file://policy.json',
  ],
  async run(values, _positionals, io) {
    if (values.lab && values.teardown)
      throw new CliError('--lab holds what --teardown prints: give one of them.');
    const print = (sid: string, actions: readonly string[]) =>
      io.stdout(`${JSON.stringify(policyFor(sid, actions), null, 2)}\n`);
    const { checkerActions, teardownActions } = await import('../../checker/account/operations/all.ts');
    if (values.lab) print('DoTheLab', (await import('../../checker/doctor/lab-actions.ts')).labActions);
    else if (values.teardown) print('CheckAndTearDownTheLab', [...checkerActions, ...teardownActions]);
    else print('CheckTheLab', checkerActions);
    return 0;
  },
});
