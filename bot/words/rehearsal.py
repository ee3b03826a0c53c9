"""Invented people, and what is said on the screen, for the rehearsal in the terminal."""

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Hà", "Vi", "Nông")
MIDDLE_MEN = ("Văn", "Đức", "Quang", "Minh", "Công", "Xuân", "Hữu", "Thế", "Tiến", "Ngọc")
MIDDLE_WOMEN = ("Thị", "Thu", "Thanh", "Bích", "Kim", "Minh", "Ngọc")
GIVEN_MEN = ("An", "Bình", "Dũng", "Đạt", "Hùng", "Khánh", "Lương", "Mạnh", "Phúc", "Sơn", "Thắng", "Tuấn", "Ước", "Ý")
GIVEN_WOMEN = ("Ánh", "Đào", "Hằng", "Hương", "Lan", "Mai", "Nhung", "Thắm", "Thủy", "Uyên", "Xuân", "Yến")
COMMUNE = "Đảng ủy xã Suối Trong"
CELLS = (
    ("Thôn Đầu Làng", 31),
    ("Thôn Cuối Làng", 27),
    ("Thôn Bãi Giữa", 24),
    ("Thôn Đồi Chè", 22),
    ("Thôn Bến Đò", 18),
    ("Thôn Giếng Đá", 15),
    ("Trường Mầm non", 9),
    ("Trường Tiểu học và THCS", 9),
    ("Cơ quan xã", 6),
    ("Trạm Y tế", 4),
)
HEADINGS = (
    "STT", "Họ và tên", "Năm sinh", "Chi bộ", "Chức vụ trong Đảng",
    "Ngày vào Đảng", "Ngày chính thức", "Số điện thoại", "Ghi chú",
)  # fmt: skip
DUTIES = ("Bí thư", "Phó Bí thư", "Chi ủy viên")
EXEMPT_NOTE = "Miễn sinh hoạt từ 01/2025"
AWAY_NOTE = "Đi làm ăn xa, chuyển SH tạm thời đến 30/6/2027"
PLACE = "Nhà văn hóa thôn"
TOPIC = "Sơ kết công tác tháng, bàn việc tháng sau"

WORDS_COMING = ("1", "có", "co", "Có mặt", "dạ vâng", "tôi dự được", "OK", "em đi ạ")
WORDS_AWAY = ("2", "xin vắng vì ốm", "xin phep vang di cong tac", "bận", "2 om", "xin nghỉ, con ốm")
WORDS_ODD = ("vang", "đã nhận", "đến muộn 15p", "có lẽ", "đ/c An xin vắng")

TITLE = "TẬP DƯỢT: một buổi sinh hoạt chi bộ của {commune}"
STEP_ROSTER = "Nhập danh sách từ bảng tính"
ROSTER_READ = "Đọc được {people} đảng viên ở {cells} chi bộ; thêm {added}, ô sai {bad}, lưu ý {warnings}."
STEP_JOIN = "Đảng viên nối máy bằng mã và đồng ý nhận tin"
JOINED = "Điện thoại thông minh {smart}, máy thường {plain}, chưa có máy {none} (bí thư báo trực tiếp)."
STEP_CALL = "Mười bí thư gọi sinh hoạt thường kỳ {when}"
CALLED = "Mời {people} đồng chí; nhắn được {reached}, cần báo trực tiếp {unreached}."
STEP_NOTICE = "Ba ngày trước buổi họp: giấy mời đi"
SMART_PHONE, PLAIN_PHONE = "Máy có nút bấm", "Máy thường (SMS)"
STEP_ANSWER = "Đảng viên trả lời: bấm nút, nhắn số, nhắn chữ"
STEP_REMIND = "Nhắc những đồng chí chưa trả lời (trước 1 ngày, trước 2 giờ)"
ANSWERED = "Có mặt {coming}, xin vắng {away}, chưa chắc {undecided}, im lặng {silent}."
REMINDED = "Đã gửi {count} tin nhắc."
STEP_ROLL = "Sau buổi họp: mười bí thư điểm danh và chốt"
UNMARKED = "Trước khi chốt, máy nêu tên người sẽ bị tính vắng không lý do, ví dụ: {names}."
STEP_REPORT = "Đảng ủy xã xem tỷ lệ"
STEP_PROOF = "Đối chiếu"
LEDGER = "Sổ gửi tin: phải báo {owed} = đã gửi {sent} + không gửi được {failed} + khác {rest}."
END = "Hết buổi tập. Dữ liệu tập dượt đã được xóa; mọi tên và số điện thoại đều là bịa đặt."
NOTED, POLLED = "đã rõ văn bản {number}", "lấy ý kiến {number}: {answer}"
