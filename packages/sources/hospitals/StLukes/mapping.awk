# room,guest,born,sex,ref; a hospice has rooms, no wards
BEGIN { FS = "," }

function map() {
  number = $5
  surname = part($2, "/", 2)
  given = part($2, "/", 1)
  born = date($3, "YMD")
  sex = $4
  ward = "Room " $1
}
