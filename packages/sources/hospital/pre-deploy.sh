#!/bin/sh
# Nothing is loaded while the scheduled job could read half of it.
set -eu
if [ "$(cat "$SITE/job" 2>/dev/null)" != stopped ]; then
  echo "The scheduled job in $SITE is not stopped" >&2
  exit 1
fi
