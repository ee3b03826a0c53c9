"""What the page says that hands something over by a link that opens once."""

TITLE = "Tài liệu của đồng chí"
BEFORE = (
    "Đường dẫn này chỉ mở được một lần và chỉ dành cho đồng chí. "
    "Mời đồng chí bấm nút bên dưới để mở. Không chuyển cho người khác."
)
OPEN = "Mở tệp"
GONE_TITLE = "Không mở được"
GONE = "Đường dẫn đã mở hoặc hết hạn. Mời đồng chí xin lại trong chat."
TROUBLE = "Chưa mở được tệp. Đường dẫn vẫn còn dùng được. Mời đồng chí thử lại sau ít phút."
ONCE_SHOWN = "Trang này chỉ hiện một lần. Mời đồng chí đọc xong rồi đóng lại."
