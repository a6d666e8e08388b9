export const accessModes = ['shared', 'profiles', 'roles'] as const;

/** The values of a new roster. */
export interface RosterOptions {
  class: string;
  seats: number;
  region: string;
  accessMode: (typeof accessModes)[number];
  account?: string;
}

const accessLines: Record<RosterOptions['accessMode'], (id: string) => string> = {
  shared: () => '',
  profiles: (id) => `    profile: ${id}\n`,
  // Not a real account: AWS's documentation uses this id in examples.
  roles: () => `    role: arn:aws:iam::123456789012:role/lab-instructor\n`,
};

const accessComments: Record<RosterOptions['accessMode'], string> = {
  shared: `# All seats work in one account: the one that the class's commands run with.
# lab class policy prints a policy for each, so that no seat can touch another's things.
`,
  profiles: `# Each seat works in an account of its own, reached by a profile of this machine's AWS configuration.
# A seat without one works in the account that the class's commands run with.
`,
  roles: `# Each seat works in an account of its own, reached by a role that your credentials may assume
# (lab class policy --instructor prints it). Put in each account's number. Where the role asks for it: external-id.
`,
};

/** A commented class.yaml. */
export function rosterText({ class: name, seats, region, accessMode, account }: RosterOptions): string {
  const digits = Math.max(2, String(seats).length);
  const rows = Array.from({ length: seats }, (_, index) => {
    const id = `seat-${String(index + 1).padStart(digits, '0')}`;
    return `  - id: ${id}\n    name: Seat ${index + 1}\n${accessLines[accessMode](id)}`;
  });
  return `# The roster of a class. lab class doctor tells whether it will go well.

class: ${name}
region: ${region}
${account === undefined ? '# The shared account; any other stops every command.\n# account: 123456789012' : `account: ${account}`}

# When the class begins, with its zone, and when each step should be done, in minutes from then.
# start: 2026-11-23T09:00+01:00
pace:
  step-1: 15
  step-2: 30
  step-3: 50
  step-4: 65
  step-5: 100
  step-6: 120
  step-7: 130
  step-8: 150
  step-9: 170

# Where an account's quotas are not AWS's defaults (lab class doctor tells):
# limits: { connections: 500 }
# A region that the kit does not know yet:
# new-regions: eu-east-1

${accessComments[accessMode]}# id: 1 to 12 of a-z, 0-9 and -; every name that the seat gives carries it. It may not change during a class.
# Of a seat's own, where it differs: region, repository (owner/name on GitHub), branch, profile, role, external-id.
seats:
${rows.join('')}`;
}
