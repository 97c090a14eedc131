# mrn|patient|dob|sex|ward, with the surname in capitals and dates without separators
BEGIN { FS = "|" }

function map() {
  number = "STM" $1
  surname = part($2, ", ", 1)
  surname = substr(surname, 1, 1) tolower(substr(surname, 2))
  given = part($2, ", ", 2)
  born = date($3)
  sex = choose($4, "1=M 2=F 9=U")
  ward = $5
}
