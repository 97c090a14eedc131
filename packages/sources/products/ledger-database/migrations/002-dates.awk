# Slashes in dates were allowed once.
BEGIN { FS = OFS = "," }
NR > 1 { gsub("/", "-", $2) }
{ print }
