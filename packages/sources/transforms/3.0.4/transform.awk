# The common schema. A hospital's mapping.awk says how its rows are split (FS) and defines map(), which sets number,
# surname, given, born, sex and ward. It may use iso() and choose().

function iso(day, month, year) {
  return sprintf("%04d-%02d-%02d", year, month, day)
}

# choose("2", "1=M 2=F") is F; a code that is not listed is U, unknown.
function choose(code, codes,   pairs, pair, count, at) {
  count = split(codes, pairs, " ")
  for (at = 1; at <= count; at++) {
    split(pairs[at], pair, "=")
    if (pair[1] == code) return pair[2]
  }
  return "U"
}

{
  map()
  print number "," surname "," given "," born "," sex "," ward
}
