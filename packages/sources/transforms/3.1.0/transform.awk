# The common schema. A hospital's mapping.awk says how its rows are split (FS) and defines map(), which sets number,
# surname, given, born, sex and ward. It may use date(), part() and choose().

# date("07/11/1961", "DMY") is 1961-11-07; digits without separators are read as YYYYMMDD.
function date(text, order,   parts, field, value) {
  if (text ~ /^[0-9]+$/) return substr(text, 1, 4) "-" substr(text, 5, 2) "-" substr(text, 7, 2)
  split(text, parts, /[^0-9]+/)
  for (field = 1; field <= 3; field++) value[substr(order, field, 1)] = parts[field]
  return sprintf("%04d-%02d-%02d", value["Y"], value["M"], value["D"])
}

# part("Hale, Mary", ", ", 2) is Mary.
function part(text, separator, place,   parts) {
  split(text, parts, separator)
  return parts[place]
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

function problem(   parts) {
  if (number == "") return "no number"
  if (surname == "") return "no surname"
  split(born, parts, "-")
  if (length(born) != 10 || parts[2] < 1 || parts[2] > 12 || parts[3] < 1 || parts[3] > 31) return "born " born
  return ""
}

{
  map()
  reason = problem()
  if (reason == "") print number "," surname "," given "," born "," sex "," ward
  else print reason ": " $0 >> ENVIRON["REJECTED"]
}
