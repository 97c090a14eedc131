# child;family;born;b_g;bay;id
BEGIN { FS = ";" }

function map() {
  number = "WG" $6
  surname = $2
  given = $1
  born = date($3, "DMY")
  sex = choose($4, "B=M G=F")
  ward = $5
}
