# UNIT;BORN;G;GIVEN;NAME;NR
BEGIN { FS = ";" }

function map() {
  number = "RN-" $6
  surname = $5
  given = $4
  born = date($2, "MDY")
  sex = toupper($3)
  ward = $1
}
