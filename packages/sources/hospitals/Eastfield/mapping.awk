# given,surname,sex,born,number,ward; wards are numbers, which the code table names
BEGIN { FS = "," }

function map() {
  number = $5
  surname = $2
  given = $1
  born = date($4, "YMD")
  sex = substr($3, 1, 1)
  ward = choose($6, "01=Surgery 02=Medicine 07=Outpatients")
}
