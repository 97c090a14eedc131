#!/bin/sh
# Loads what the patient administration system exported, and this hospital's mapping, into the import tables of $SITE.
# A hospital that the common transforms cannot serve brings transforms.sh, which is run here.
set -eu
package=$RELEASE_PACKAGE_PATH

setting() {
  awk -F ' *= *' -v name="$1" '$1 == name { print $2 }' "$package/settings.ini"
}

server=$(setting server)
batch_size=$(setting batch_size)
case "$server $batch_size" in
  *'{{'* | ' '* | *' ')
    echo "settings.ini is not filled in" >&2
    exit 1
    ;;
esac

# The old tables stay in place until the new ones are whole.
rm -rf "$SITE/import.new"
mkdir -p "$SITE/import.new"
cp "$package/export.csv" "$SITE/import.new/export.csv"
if [ -f "$package/mapping.awk" ]; then cp "$package/mapping.awk" "$SITE/import.new/mapping.awk"; fi
printf '%s\n' "$server" > "$SITE/import.new/source"
cp "$package/VERSION" "$SITE/import.new/version"
rm -rf "$SITE/import"
mv "$SITE/import.new" "$SITE/import"
echo "Loaded $(awk 'END { print NR }' "$SITE/import/export.csv") lines exported by $server"

if [ -f "$package/transforms.sh" ]; then BATCH_SIZE=$batch_size sh "$package/transforms.sh"; fi
