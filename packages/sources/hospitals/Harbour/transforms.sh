#!/bin/sh
# This export is one block of lines per patient, not one row, so the common transforms cannot read it.
set -eu
package=$RELEASE_PACKAGE_PATH

rm -rf "$SITE/staging.new"
mkdir -p "$SITE/staging.new"
awk -f "$package/blocks.awk" "$SITE/import/export.csv" > "$SITE/staging.new/patients.csv"
rm -rf "$SITE/staging"
mv "$SITE/staging.new" "$SITE/staging"
echo "Mapped $(($(awk 'END { print NR }' "$SITE/staging/patients.csv") - 1)) patients from blocks"
