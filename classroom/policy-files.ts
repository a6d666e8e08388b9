import { partitionOf } from '../checker/lab/lab.ts';
import type { InstructorPolicies, SeatPolicies } from './policy/class-policies.ts';
import { seatScripts } from './policy-scripts.ts';
import type { Roster } from './seat.ts';

interface PolicyFilesInput {
  roster: Roster;
  account: string;
  /** The policies of the seats that share the account. */
  seats: readonly SeatPolicies[];
  instructor: InstructorPolicies;
}

const json = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

const readme = ({
  roster,
  account,
  seats,
  instructor,
}: PolicyFilesInput) => `# The policies of the class ${roster.class}

Made for account ${account} by \`lab class policy\`. Nothing was called: you make what is here.

| file | what it is |
| --- | --- |
${seats.length > 0 ? '| `seats/ID/policy.json` | what the seat may do: the whole lab on its own names |\n| `seats/ID/boundary.json` | the most that the role of its pipeline can be allowed |\n| `make-seats.sh`, `remove-seats.sh` | the commands that make the users with their keys, and remove them |\n' : ''}| \`instructor/read.json\` | what following the class needs; it only reads |
| \`instructor/teardown.json\` | what the teardown needs; it removes only what has a seat's name |
${instructor.trusts.map((_, at) => `| \`instructor/trust-${at + 1}.json\` | who may take the instructor's role on, in an account of a seat's own |\n`).join('')}
## Before the class

1. Read one policy, and \`make-seats.sh\`. Then: \`sh make-seats.sh\`. Each seat's key is in \`seats/ID/key.json\`: give it to that seat, and to nobody else.
2. The handshake of step 4 is finished in the console. With \`CONSOLE=1 sh make-seats.sh\` each seat gets a password besides, in \`seats/ID/password\`, to be changed at the first sign-in.
3. Hand out \`lab class handout\`: it says what a seat in a shared account types otherwise.

## What a seat can see of its neighbours

IAM has no narrower way for these, and none of them changes anything:

- the lists of the account's buckets, pipelines, connections and roles (names, no contents);
- the definitions of its region's pipelines: a teardown has to see who else uses what it removes;
- connections that carry no tag \`seat\`. Such a connection could also be claimed by a seat, which puts its own tag on it: keep other people's connections in another account, or put any tag \`seat\` on them.

## Why there is a boundary

Step 5 makes a role and writes its policy. Whoever may do that can allow the role everything, and take it on: an administrator by another name. So a seat can make its role only with its boundary, cannot take that off, and cannot change what the boundary says. The role then never does more than step 5's page gives it, whatever its policy says.

## After the class

\`lab class teardown\`, then \`sh remove-seats.sh\`. Delete this folder: it holds keys.
`;

/**
 * Every policy of a class as files (path to text), with the scripts that create and remove the seats' users.
 */
export function policyFiles(input: PolicyFilesInput): Map<string, string> {
  const { roster, account, seats, instructor } = input;
  const iam = `arn:${partitionOf(roster.seats[0]?.region ?? '')}:iam::${account}`;
  const files = new Map<string, string>();
  files.set('README.md', readme(input));
  // The scripts write keys into this folder, which must never get into a repository.
  files.set('.gitignore', '*\n');
  for (const { id, policy, boundary } of seats) {
    files.set(`seats/${id}/policy.json`, json(policy.document));
    files.set(`seats/${id}/boundary.json`, json(boundary.document));
  }
  if (seats.length > 0) {
    const scripts = seatScripts({ iam, account, seats: seats.map(({ id }) => id) });
    for (const [name, text] of scripts) files.set(name, text);
  }
  files.set('instructor/read.json', json(instructor.read));
  files.set('instructor/teardown.json', json(instructor.teardown));
  for (const [at, { document }] of instructor.trusts.entries())
    files.set(`instructor/trust-${at + 1}.json`, json(document));
  return files;
}
