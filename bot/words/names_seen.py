"""Whose names stand in a list that does not show all: said to whoever leads a group and is written at the cell."""

OWN_GROUP = "Ở đây chỉ ghi tên người trong tổ của đồng chí."
NONE_THERE = "Trong số này không có ai ở tổ của đồng chí."
NO_GROUP = (
    "Đồng chí chưa được ghi vào tổ đảng nào nên chỉ xem số lượng. Muốn xem tên trong tổ, mời đồng chí nhờ bí thư "
    "ghi đồng chí vào tổ."
)
