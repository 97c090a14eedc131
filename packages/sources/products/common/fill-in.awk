# Replaces @NAME@ by the environment variable NAME. A name without a value ends the deployment: an empty address would
# be found out much later.
{
  line = ""
  rest = $0
  while (match(rest, /@[A-Z]+@/)) {
    name = substr(rest, RSTART + 1, RLENGTH - 2)
    if (ENVIRON[name] == "") {
      print "No value for " name > "/dev/stderr"
      exit 1
    }
    line = line substr(rest, 1, RSTART - 1) ENVIRON[name]
    rest = substr(rest, RSTART + RLENGTH)
  }
  print line rest
}
