/**
 * The program of the rehearsal's bash. It reads the names of block files from descriptor 3 and sources
 * each in itself, so that what a block exports stays, as in a learner's terminal.
 *
 * A failing command must stop its block, but `set -e` would end the shell: an ERR trap returns from the
 * sourced file instead. It sees exactly the failures that `set -e` would see, prints nothing, and keeps
 * the line and the command. `pipefail` lets it see a failure on the left of a pipe.
 *
 * After each block the end mark goes to stdout and stderr, and the outcome to descriptor 4, as
 * status, line and command, each ended by a NUL. When descriptor 3 closes, because the session or the
 * whole process is gone, the shell removes its folder and ends.
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
