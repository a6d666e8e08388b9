import { seatNames } from '../checker/lab/lab.ts';

interface ScriptInput {
  /** `arn:aws:iam::123456789012` */
  iam: string;
  account: string;
  seats: readonly string[];
}

/**
 * Names with a shell variable in place of the seat. An id has only a-z, 0-9 and -, so it needs no quoting.
 */
const { identity, policy, boundary } = seatNames('$SEAT');

const createFunctions = (iam: string) => `# A policy that is there already is used only if it says the same.
policy() {
  try EntityAlreadyExists iam create-policy --policy-name "$1" --policy-document "file://$2" || return 1
  [ -n "$MET" ] || return 0
  call iam get-policy --policy-arn "${iam}:policy/$1" --query Policy.DefaultVersionId --output text || return 1
  call iam get-policy-version --policy-arn "${iam}:policy/$1" --version-id "$OUT" --query PolicyVersion.Document --output json || return 1
  if [ "$(printf '%s' "$OUT" | tr -d '[:space:]')" != "$(tr -d '[:space:]' < "$2")" ]; then
    tell "policy $1 is there already and differs from $2: left as it is. To make it anew: sh remove-seats.sh $SEAT, then this again."
    return 1
  fi
  echo "  policy $1: there already, and the same"
}

user() {
  try EntityAlreadyExists iam create-user --user-name "${identity}" --tags Key=lab,Value=codepipeline-lab "Key=seat,Value=$SEAT" || return 1
  [ -n "$MET" ] || return 0
  own || return 1
  echo "  user ${identity}: there already"
}

key() {
  call iam list-access-keys --user-name "${identity}" --query 'AccessKeyMetadata[].AccessKeyId' --output text || return 1
  if [ -z "$OUT" ]; then
    call iam create-access-key --user-name "${identity}" --output json || return 1
    printf '%s\\n' "$OUT" > "seats/$SEAT/key.json"
    return
  fi
  for KEY in $(printf '%s' "$OUT"); do
    if grep -qs "\\"$KEY\\"" "seats/$SEAT/key.json"; then
      echo "  key $KEY: there already, in seats/$SEAT/key.json"
      return 0
    fi
  done
  tell "user ${identity} has a key already that is not in seats/$SEAT/key.json: left as it is, and no other was made. To make all anew: sh remove-seats.sh $SEAT, then this again."
  return 1
}

password() {
  NEW="seats/$SEAT/password.new"
  printf '%saA1-' "$(LC_ALL=C tr -dc 'a-km-z2-9' < /dev/urandom | dd bs=1 count=16 2> /dev/null)" > "$NEW" || return 1
  if ! try EntityAlreadyExists iam create-login-profile --user-name "${identity}" --password-reset-required --password "file://$NEW"; then
    rm -f "$NEW"
    return 1
  fi
  if [ -n "$MET" ]; then
    rm -f "$NEW"
    echo "  password: there already, left as it is"
  else
    mv -f "$NEW" "seats/$SEAT/password"
  fi
}

each() {
  policy "${boundary}" "seats/$SEAT/boundary.json" || return 1
  policy "${policy}" "seats/$SEAT/policy.json" || return 1
  user || return 1
  call iam attach-user-policy --user-name "${identity}" --policy-arn "${iam}:policy/${policy}" || return 1
  key || return 1
  [ -z "\${CONSOLE:-}" ] || password
}
`;

const removeFunctions = (iam: string) => `gone() {
  try NoSuchEntity iam delete-policy --policy-arn "${iam}:policy/$1" || return 1
  [ -z "$MET" ] || echo "  policy $1: gone already"
}

user() {
  try NoSuchEntity iam list-access-keys --user-name "${identity}" --query 'AccessKeyMetadata[].AccessKeyId' --output text || return 1
  if [ -n "$MET" ]; then
    echo "  user ${identity}: gone already"
    return 0
  fi
  KEYS="$OUT"
  own || return 1
  for KEY in $(printf '%s' "$KEYS"); do
    try NoSuchEntity iam delete-access-key --user-name "${identity}" --access-key-id "$KEY" || return 1
  done
  try NoSuchEntity iam detach-user-policy --user-name "${identity}" --policy-arn "${iam}:policy/${policy}" || return 1
  try DeleteConflict iam delete-user --user-name "${identity}" || return 1
  [ -n "$MET" ] || return 0
  # A password is in the way, or something else that the second attempt tells.
  try NoSuchEntity iam delete-login-profile --user-name "${identity}" || return 1
  call iam delete-user --user-name "${identity}"
}

each() {
  user || return 1
  gone "${policy}" || return 1
  gone "${boundary}" && return 0
  case "$SAID" in
    *"(DeleteConflict)"*) tell "the role of its pipeline is still there: tear the seat down first, npx lab class teardown" ;;
  esac
  return 1
}
`;

interface Script extends ScriptInput {
  what: string;
  name: string;
  each: string;
}

const script = ({ what, name, account, seats, each }: Script) => `#!/bin/sh
# ${what}
# With an administrator's credentials of account ${account}:
#   sh ${name}          all seats
#   sh ${name} SEAT …   only these
# Each seat is done by itself, and what is done already is passed over: it can be run again.
set -u
umask 077
cd "$(dirname "$0")" || exit 2
ACCOUNT="$(aws sts get-caller-identity --query Account --output text)" || exit 2
if [ "$ACCOUNT" != "${account}" ]; then
  echo "The credentials are of account $ACCOUNT, and this is for ${account}. Nothing was done." >&2
  exit 2
fi
ERRORS=".errors.$$"
trap 'rm -f "$ERRORS"' EXIT
trap 'exit 130' INT

tell() {
  printf '%s: %s\\n' "$SEAT" "$1" >&2
}

# Calls aws, whose answer is then in OUT. The error with the code CODE only sets MET; any other is told, and fails.
try() {
  CODE="$1"
  MET=""
  shift
  if OUT="$(aws "$@" 2> "$ERRORS")"; then
    cat "$ERRORS" >&2
    return 0
  fi
  SAID="$(cat "$ERRORS")"
  case "\${SAID#*"An error occurred ("}" in
    "$CODE) when calling the "*)
      MET="$CODE"
      return 0
      ;;
  esac
  tell "aws $1 $2 went wrong: $SAID"
  return 1
}

call() {
  try "no error" "$@"
}

# Whether the user is this seat's, and nobody else's by the same name.
own() {
  call iam get-user --user-name "${identity}" --query "User.Tags[?Key=='seat'].Value" --output text || return 1
  [ "$OUT" = "$SEAT" ] && return 0
  tell "user ${identity} has no tag seat=$SEAT, so that these scripts did not make it: left as it is. Rename that user, or the seat."
  return 1
}

${each}
[ "$#" -gt 0 ] || set -- ${seats.join(' ')}
LEFT=""
for SEAT in "$@"; do
  echo "$SEAT"
  if [ ! -d "seats/$SEAT" ]; then
    tell "there is no folder seats/$SEAT here. Expected a seat of: ${seats.join(' ')}"
    LEFT="$LEFT $SEAT"
  elif ! each; then
    LEFT="$LEFT $SEAT"
  fi
done
if [ -n "$LEFT" ]; then
  echo "Not done:$LEFT. What is in the way stands above; mend it, then: sh ${name}$LEFT" >&2
  exit 1
fi
`;

/** The POSIX shell scripts that create and remove the seats' users. */
export function seatScripts(input: ScriptInput): [name: string, text: string][] {
  const { iam } = input;
  const make = { name: 'make-seats.sh', what: 'Makes a user for each seat, with its policy and a key.' };
  const remove = { name: 'remove-seats.sh', what: 'Removes the users, their keys and their policies.' };
  return [
    [make.name, script({ ...input, ...make, each: createFunctions(iam) })],
    [remove.name, script({ ...input, ...remove, each: removeFunctions(iam) })],
  ];
}
