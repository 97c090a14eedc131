#!/bin/sh
# Brings <environment>/ledger.csv to this version, one migration after the other. A migration leaves a ledger alone that
# it has been through, so all of them run every time and nothing has to remember which ones did.
set -eu
package=$RELEASE_PACKAGE_PATH
ledger=$ENVIRONMENT/ledger.csv

mkdir -p "$ENVIRONMENT"
if [ ! -f "$ledger" ]; then
  cp "$package/opening.csv" "$ledger.new"
  mv "$ledger.new" "$ledger"
fi
before=$(awk 'END { print NR }' "$ledger")
for migration in "$package/migrations"/*.awk; do
  awk -f "$migration" "$ledger" > "$ledger.new"
  after=$(awk 'END { print NR }' "$ledger.new")
  if [ "$after" -ne "$before" ]; then
    echo "${migration##*/} would turn $before lines into $after" >&2
    exit 1
  fi
  mv "$ledger.new" "$ledger"
done
echo "The ledger has $((before - 1)) entries and the columns $(head -n 1 "$ledger")"
