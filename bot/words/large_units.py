"""What stands where a unit has too many cells for a page: the units right below it, each with its own page."""

UNIT, CELLS = "Đơn vị", "Số chi bộ"
CAPTION = "Các đơn vị trực thuộc; bấm vào tên để xem trang này của đơn vị ấy."
