# NAME,BORN,SEX,WARD,NO with months as words
BEGIN { FS = "," }

function map() {
  number = "HC" $5
  surname = part($1, " ", 1)
  given = part($1, " ", 2)
  born = date(part($2, " ", 3) "-" month(part($2, " ", 2)) "-" part($2, " ", 1), "YMD")
  sex = $3
  ward = $4
}

function month(word) {
  return (index("JanFebMarAprMayJunJulAugSepOctNovDec", word) + 2) / 3
}
