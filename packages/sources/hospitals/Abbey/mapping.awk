# Hospital No,Surname,Forename,DOB,Sex,Ward
BEGIN { FS = "," }

function map() {
  number = $1
  surname = $2
  given = $3
  born = date($4, "DMY")
  sex = $5
  ward = $6
}
