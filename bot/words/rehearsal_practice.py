"""What the invented district passes down, asks, answers and wishes. Its figures are those of the reports."""

DIRECTIVE = ("27-QĐ/TU", "Tỉnh ủy", "Quy định về nâng cao chất lượng sinh hoạt chi bộ")
"""Number, issuer, summary."""
GUIDANCE = ("15-HD/BTCTU", "Ban Tổ chức Tỉnh ủy", "Hướng dẫn kiểm điểm, đánh giá, xếp loại cuối năm")
NOTE = "Các chi bộ học trong tháng, bí thư chi bộ trực tiếp phổ biến"
STUDY = "Học tập Quy định số 27-QĐ/TU của Tỉnh ủy"
REPORT = "1 lớp, {studied}/{expected}, học bù {made_up}"

ADMITTED = "Kết nạp đảng viên mới; đơn vị tính: đảng viên; hỏi xã và cơ sở"
CONGRESSES = "Đại hội chi bộ trực thuộc đã tổ chức; a/b; hỏi xã và cơ sở"
HEADS = "Bí thư chi bộ đồng thời là trưởng thôn, trưởng khu; a/b; hỏi xã"
GRADES = (
    "Đánh giá, xếp loại tập thể cuối năm; loại: xuất sắc, tốt, hoàn thành, không hoàn thành; "
    "đơn vị tính: tập thể; hỏi xã và cơ sở"
)
INSPECTIONS = "Cuộc kiểm tra, giám sát; đơn vị tính: cuộc; hỏi xã"
HOUSEHOLDS = "Hộ nghèo được chi bộ nhận giúp đỡ; đơn vị tính: hộ; hỏi chi bộ"
DUE = "; hạn {day:%d/%m/%Y}"
PENDING = "15 hồ sơ đang chờ"

WORKING_GROUP = "Tổ công tác số {number}"
VISIT_NOTE = "Dự và góp ý về việc học tập văn bản của Tỉnh ủy"
REMARKS = (
    "Chuẩn bị kỹ, nhiều đồng chí phát biểu, kết luận rõ việc, rõ người",
    "Nội dung sát việc của thôn; cần giao thời hạn cho từng việc",
    "Phát biểu còn ít, cần gửi nội dung trước cho đảng viên",
)
DIFFICULTIES = (
    "Nhà văn hóa thôn chưa có loa, mùa mưa dột",
    "Nhiều đảng viên trẻ đi làm xa, khó bố trí giờ họp",
    "Đường vào hai xóm phía trong chưa có điện chiếu sáng",
)
DIFFICULTY_ANSWER = "Đã đưa vào kế hoạch sửa nhà văn hóa quý tới"

OF_ROAD = "Đường vào nhà văn hóa thôn xuống cấp, đề nghị sửa trước Tết"
ROAD_PASSED = "Chi bộ đề nghị sửa đường vào nhà văn hóa thôn trước Tết"
ROAD_UP = "Đề nghị huyện bố trí kinh phí sửa đường vào nhà văn hóa thôn"
OF_WATER = "Nước sinh hoạt cuối thôn yếu vào mùa khô, đề nghị kiểm tra đường ống"
WATER_ANSWER = "Chi bộ đã làm việc với tổ quản lý nước, sẽ thay đoạn ống hỏng trong tháng"
OF_BOOKS = "Đề nghị tủ sách nhà văn hóa thôn mở cả buổi tối"
OF_RUBBISH = "Đề nghị xã tăng chuyến xe thu gom rác lên hai lần mỗi tuần"
RUBBISH_PASSED = "Chi bộ đề nghị tăng chuyến xe thu gom rác"
RUBBISH_ANSWER = "Từ tháng sau xe thu gom rác vào thứ Ba và thứ Sáu"
OF_PAPERS = "Đề nghị trả hồ sơ đất tại thôn để bà con đỡ phải đi xa"
PAPERS_QUESTION = "Đồng chí cho biết rõ loại hồ sơ nào"
OF_PLAYGROUND = "Đề nghị làm sân chơi cho trẻ em ở nhà văn hóa thôn"

ANNOUNCEMENT = "Sáng thứ Bảy dọn vệ sinh quanh nhà văn hóa thôn. Mời các đồng chí mang theo dụng cụ."
QUESTION, ANSWERS = "Chi bộ thăm các gia đình chính sách vào ngày nào?", ("Thứ Bảy", "Chủ nhật")
