# no,day,month,year,surname,given,sex,ward
# Written for Etl.Transforms 3.0: iso() is gone in 3.1, so this hospital stays behind until its next export.
BEGIN { FS = "," }

function map() {
  number = "HIL" $1
  surname = $5
  given = $6
  born = iso($2, $3, $4)
  sex = choose($7, "0=M 1=F")
  ward = $8
}
