# WARD|NUMBER|NAME|YYMMDD|S; nobody here was born after 1999
BEGIN { FS = "|" }

function map() {
  number = $2
  surname = part($3, ";", 1)
  given = part($3, ";", 2)
  born = date("19" $4)
  sex = $5
  ward = $1
}
