#!/bin/sh
# What a pull request wants to know: which mistakes it brings, and what it changes for whom. Run it in the workspace.
#
#   RELEASE   how to start the program (npx --no-install release)
#   FORMAT    --output of release validate (github)
#   BASE      what the change is compared with, such as origin/main; without it everything is validated, nothing compared
#   COMMENT   file for the comment (nowhere)
#
# Ends as release validate does: 0 when nothing is wrong, 2 when something is.
set -eu
: "${RELEASE:=npx --no-install release}" "${FORMAT:=github}" "${BASE:=}" "${COMMENT:=/dev/null}"

status=0
# RELEASE is a command with its arguments, so it is split into words on purpose.
# shellcheck disable=SC2086
if [ -n "$BASE" ]; then
  $RELEASE validate --output "$FORMAT" --since "$BASE" || status=$?
else
  $RELEASE validate --output "$FORMAT" || status=$?
fi

if [ -n "$BASE" ] && [ "$status" -eq 0 ]; then
  # shellcheck disable=SC2086
  comment=$($RELEASE diff "$BASE..." --output markdown) || status=$?
  if [ "$status" -eq 0 ]; then
    printf '%s\n' "$comment" >"$COMMENT"
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then printf '%s\n' "$comment" >>"$GITHUB_STEP_SUMMARY"; fi
  fi
fi
exit "$status"
