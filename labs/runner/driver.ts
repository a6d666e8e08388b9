/**
 * The program that a session's bash runs. It reads the names of block files from descriptor 3 and sources each file,
 * so that a block's exports stay, as in a learner's terminal.
 *
 * A failing command must stop its block, but `set -e` would end the shell. An ERR trap returns from the sourced file
 * instead. The trap runs for exactly the failures that `set -e` reacts to, prints nothing, and keeps the line and the
 * command. With `pipefail`, a failure on the left of a pipe counts, too.
 *
 * After each block it writes the end mark to stdout and stderr. It writes the outcome to descriptor 4: status, line
 * and command, each followed by a NUL. When descriptor 3 closes, because the session or the whole process has ended,
 * the shell removes its folder and exits.
 *
 * Its arguments: the session's folder and the end mark.
 */
export const driver = `
readonly __rehearsal_folder=$1 __rehearsal_end=$2
shift 2
set -o pipefail
trap 'rm -rf "$__rehearsal_folder"' EXIT
while IFS= read -r __rehearsal_file <&3; do
  __rehearsal_failed=
  __rehearsal_command=
  trap '__rehearsal_status=$? __rehearsal_line=$LINENO
    if [ -z "$__rehearsal_failed" ]; then
      __rehearsal_failed=$__rehearsal_line
      __rehearsal_command=$BASH_COMMAND
    fi
    return "$__rehearsal_status" 2>/dev/null' ERR
  . "$__rehearsal_file" 3<&- 4>&-
  __rehearsal_status=$?
  trap - ERR
  printf '%s' "$__rehearsal_end"
  printf '%s' "$__rehearsal_end" >&2
  printf '%s\\0%s\\0%s\\0' "$__rehearsal_status" "$__rehearsal_failed" "$__rehearsal_command" >&4
done
`;
