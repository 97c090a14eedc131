# A patient is a block of lines that ends with an empty line; the first line holds the number.
BEGIN {
  RS = ""
  FS = "\n"
  print "number,surname,given,born,sex,ward"
}

{
  for (line = 2; line <= NF; line++) field[substr($line, 1, index($line, ": ") - 1)] = substr($line, index($line, ": ") + 2)
  split(field["name"], name, ", ")
  print "HB" substr($1, 9) "," name[1] "," name[2] "," field["born"] "," field["sex"] ",Day"
}
