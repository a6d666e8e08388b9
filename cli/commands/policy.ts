import { policyFor } from '../../checker/policy.ts';
import type { Command } from '../command.ts';
import { CliError } from '../errors.ts';

export const command: Command = {
  help: `Prints the IAM policy that the checker needs: every action behind a call that it may make, and no other.

usage: lab policy [--teardown]

  --teardown   what lab teardown needs as well, which is the only command that changes an account

examples:
  npx lab policy > policy.json
  aws iam put-user-policy --user-name anna --policy-name lab-check --policy-document file://policy.json
`,
  options: { teardown: { type: 'boolean' } },
  async run(values, positionals, io) {
    if (positionals.length > 0)
      throw new CliError('lab policy takes no argument. Type: npx lab policy --help');
    const more = values.teardown ? [(await import('../../checker/teardown/operations.ts')).operations] : [];
    io.stdout(`${JSON.stringify(policyFor(more), null, 2)}\n`);
    return 0;
  },
};
