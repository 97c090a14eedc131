# id, name, gender, birth_date (month first), location; separated by tabs
BEGIN { FS = "\t" }

function map() {
  number = "QP" $1
  given = part($2, " ", 1)
  surname = part($2, " ", 2)
  born = date($4, "MDY")
  sex = choose($3, "female=F male=M")
  ward = $5
}
