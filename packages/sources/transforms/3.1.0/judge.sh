#!/bin/sh
# A few bad rows are normal; when one row in ten is rejected, the mapping is wrong and nothing may go on.
set -eu
kept=$(($(awk 'END { print NR }' "$1/patients.csv") - 1))
rejected=$(awk 'END { print NR }' "$1/rejected.csv")
if [ "$kept" -eq 0 ] || [ $((rejected * 10)) -ge $((kept + rejected)) ]; then
  echo "Rejected $rejected of $((kept + rejected)) rows; the first is $(head -n 1 "$1/rejected.csv")" >&2
  exit 1
fi
