import type { InstructorKit, SeatKit } from '../../checker/classroom/policy/kit.ts';
import type { Roster } from '../../checker/classroom/seat.ts';
import { partitionOf, seatNames } from '../../checker/lab.ts';

interface Given {
  roster: Roster;
  account: string;
  /** Of the seats that share the account. */
  seats: readonly SeatKit[];
  kit: InstructorKit;
}

const json = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

/** The same commands for every seat: an id is a-z, 0-9 and -, so that nothing has to be quoted. */
function making(iam: string): string {
  const { identity, policy, boundary } = seatNames('$SEAT');
  return `  aws iam create-policy --policy-name "${boundary}" --policy-document "file://seats/$SEAT/boundary.json"
  aws iam create-policy --policy-name "${policy}" --policy-document "file://seats/$SEAT/policy.json"
  aws iam create-user --user-name "${identity}" --tags Key=lab,Value=codepipeline-lab "Key=seat,Value=$SEAT"
  aws iam attach-user-policy --user-name "${identity}" --policy-arn "${iam}:policy/${policy}"
  aws iam create-access-key --user-name "${identity}" > "seats/$SEAT/key.json"
  if [ -n "\${CONSOLE:-}" ]; then
    printf '%saA1-' "$(LC_ALL=C tr -dc 'a-km-z2-9' < /dev/urandom | dd bs=1 count=16 2> /dev/null)" > "seats/$SEAT/password"
    aws iam create-login-profile --user-name "${identity}" --password-reset-required --password "file://seats/$SEAT/password"
  fi
`;
}

function removing(iam: string): string {
  const { identity, policy, boundary } = seatNames('$SEAT');
  return `  for KEY in $(aws iam list-access-keys --user-name "${identity}" --query 'AccessKeyMetadata[].AccessKeyId' --output text); do
    aws iam delete-access-key --user-name "${identity}" --access-key-id "$KEY"
  done
  if aws iam get-login-profile --user-name "${identity}" > /dev/null 2>&1; then
    aws iam delete-login-profile --user-name "${identity}"
  fi
  aws iam detach-user-policy --user-name "${identity}" --policy-arn "${iam}:policy/${policy}"
  aws iam delete-user --user-name "${identity}"
  aws iam delete-policy --policy-arn "${iam}:policy/${policy}"
  aws iam delete-policy --policy-arn "${iam}:policy/${boundary}"
`;
}

interface Script {
  what: string;
  name: string;
  account: string;
  seats: readonly string[];
  each: string;
}

const script = ({ what, name, account, seats, each }: Script) => `#!/bin/sh
# ${what}
# With an administrator's credentials of account ${account}:
#   sh ${name}          all seats
#   sh ${name} SEAT …   only these
set -eu
umask 077
cd "$(dirname "$0")"
ACCOUNT="$(aws sts get-caller-identity --query Account --output text)"
if [ "$ACCOUNT" != "${account}" ]; then
  echo "The credentials are of account $ACCOUNT, and this is for ${account}. Nothing was done." >&2
  exit 2
fi
[ "$#" -gt 0 ] || set -- ${seats.join(' ')}
for SEAT in "$@"; do
  echo "$SEAT"
${each}done
`;

const readme = ({ roster, account, seats, kit }: Given) => `# The policies of the class ${roster.class}

Made for account ${account} by \`lab class policy\`. Nothing was called: you make what is here.

| file | what it is |
| --- | --- |
${seats.length > 0 ? '| `seats/ID/policy.json` | what the seat may do: the whole lab on its own names |\n| `seats/ID/boundary.json` | the most that the role of its pipeline can be allowed |\n| `make-seats.sh`, `remove-seats.sh` | the commands that make the users with their keys, and remove them |\n' : ''}| \`instructor/read.json\` | what following the class needs; it only reads |
| \`instructor/teardown.json\` | what the teardown needs; it removes only what has a seat's name |
${kit.trusts.map((_, at) => `| \`instructor/trust-${at + 1}.json\` | who may take the instructor's role on, in an account of a seat's own |\n`).join('')}
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

/** Every policy of a class as files, with the commands that make and remove the seats' users. */
export function policyFiles(given: Given): Map<string, string> {
  const { roster, account, seats, kit } = given;
  const iam = `arn:${partitionOf(roster.seats[0]?.region ?? '')}:iam::${account}`;
  const files = new Map<string, string>();
  files.set('README.md', readme(given));
  // Keys will lie here: no git may take them along.
  files.set('.gitignore', '*\n');
  for (const { id, policy, boundary } of seats) {
    files.set(`seats/${id}/policy.json`, json(policy.document));
    files.set(`seats/${id}/boundary.json`, json(boundary.document));
  }
  if (seats.length > 0) {
    const both = { account, seats: seats.map(({ id }) => id) };
    const make = { name: 'make-seats.sh', what: 'Makes a user for each seat, with its policy and a key.' };
    const remove = { name: 'remove-seats.sh', what: 'Removes the users, their keys and their policies.' };
    files.set(make.name, script({ ...make, ...both, each: making(iam) }));
    files.set(remove.name, script({ ...remove, ...both, each: removing(iam) }));
  }
  files.set('instructor/read.json', json(kit.read));
  files.set('instructor/teardown.json', json(kit.teardown));
  for (const [at, { document }] of kit.trusts.entries())
    files.set(`instructor/trust-${at + 1}.json`, json(document));
  return files;
}
