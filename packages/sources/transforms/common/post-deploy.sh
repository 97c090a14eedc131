#!/bin/sh
# Maps the import tables of $SITE to the common schema, $BATCH_SIZE rows at a time.
set -eu
package=$RELEASE_PACKAGE_PATH
work=$SITE/staging.new

rm -rf "$work"
mkdir -p "$work/batches"
awk -v size="$BATCH_SIZE" -v folder="$work/batches" '
  FNR == 1 { next }
  (FNR - 2) % size == 0 { if (file) close(file); file = sprintf("%s/%06d", folder, ++count) }
  { print > file }
' "$SITE/import/export.csv"

echo "number,surname,given,born,sex,ward" > "$work/patients.csv"
: > "$work/rejected.csv"
for batch in "$work/batches"/*; do
  [ -f "$batch" ] || continue
  REJECTED=$work/rejected.csv awk -f "$SITE/import/mapping.awk" -f "$package/transform.awk" "$batch" >> "$work/patients.csv"
done
sh "$package/judge.sh" "$work"

echo "Mapped $(($(awk 'END { print NR }' "$work/patients.csv") - 1)) patients (batches: $(ls "$work/batches" | wc -l | tr -d ' '))"
rm -r "$work/batches"
rm -rf "$SITE/staging"
mv "$work" "$SITE/staging"
