#!/bin/sh
# Puts files/ into <environment>/<project>/ with @NAME@ filled in from the environment, and the version last: whoever
# reads the version must find everything else in place.
set -eu
package=$RELEASE_PACKAGE_PATH
project=$(cat "$package/PROJECT")
folder=$ENVIRONMENT/$project

mkdir -p "$folder"
for file in "$package/files"/*; do
  name=${file##*/}
  awk -f "$package/fill-in.awk" "$file" > "$folder/$name.new"
  mv "$folder/$name.new" "$folder/$name"
done
cp "$package/VERSION" "$folder/version.new"
mv "$folder/version.new" "$folder/version"
echo "$project $(cat "$folder/version") is in $folder"
