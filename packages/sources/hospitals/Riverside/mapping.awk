# Patient,Title,First,Last,Birth date,Ward; the title is all that says who is a woman or a man
BEGIN { FS = "," }

function map() {
  number = $1
  surname = $4
  given = $3
  born = date($5, "DMY")
  sex = choose($2, "Ms=F Mr=M")
  ward = $6
}
