"""The invented district of the rehearsal: its committees, cells, people, places and topics."""

from bot.words import rehearsal

DISTRICT = ("binh-lieu", "Huyện ủy Bình Liêu")
COMMUNES = (
    ("suoi-trong", "Đảng ủy xã Suối Trong", 17),
    ("khe-lanh", "Đảng ủy thị trấn Khe Lạnh", 19),
    ("dong-may", "Đảng ủy xã Đồng Mây", 17),
    ("lung-xanh", "Đảng ủy xã Lũng Xanh", 16),
    ("doi-sim", "Đảng ủy xã Đồi Sim", 16),
    ("ban-nguon", "Đảng ủy xã Bản Nguồn", 16),
    ("nui-cao", "Đảng ủy xã Núi Cao", 15),
    ("cua-suoi", "Đảng ủy xã Cửa Suối", 15),
)
"""Code, name, and how many cells; 131 together."""
TOWN = "khe-lanh"
REMOTE = ("lung-xanh", "ban-nguon", "nui-cao")
"""Their schools have long names."""
PRACTICE = "Thôn Đầu Suối"

HAMLET, QUARTER = "Thôn {name}", "Khu phố {name}"
HAMLET_BEGINS = ("Nà", "Khe", "Pắc", "Bản", "Lục", "Phai", "Đồng", "Co", "Nậm", "Khau")
HAMLET_ENDS = ("Mười", "Cáng", "Thán", "Sim", "Hin", "Luông", "Bó", "Mạ", "Chè")
SCHOOLS = ("Trường Mầm non {commune}", "Trường Tiểu học {commune}", "Trường Trung học cơ sở {commune}")
REMOTE_SCHOOLS = (
    "Trường Mầm non {commune}",
    "Trường Phổ thông dân tộc bán trú Tiểu học {commune}",
    "Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở {commune}",
)
COMMUNE_OFFICE = "Cơ quan xã"
TOWN_OFFICE = "Cơ quan thị trấn"
CLINIC = "Trạm Y tế"

ARMY = ("quan-su", "Đảng ủy Quân sự huyện", (
    "Cơ quan Tham mưu", "Cơ quan Chính trị", "Cơ quan Hậu cần - Kỹ thuật", "Trung đội Một", "Trung đội Hai",
    "Trung đội Ba", "Ban Quân sự các xã",
))  # fmt: skip
POLICE = ("cong-an", "Đảng ủy Công an huyện", (
    "Đội Tham mưu tổng hợp", "Đội Quản lý hành chính", "Đội Giao thông", "Đội Điều tra tổng hợp", "Đội An ninh",
    "Đội Cảnh sát kinh tế", "Nhà tạm giữ", "Công an các xã phía Bắc", "Công an các xã phía Nam", "Đội Hậu cần",
))  # fmt: skip
HEALTH = ("trung-tam-y-te", "Đảng ủy Trung tâm Y tế huyện", (
    "Khối Hành chính", "Khoa Khám bệnh", "Khoa Nội", "Khoa Ngoại - Sản", "Khoa Nhi", "Khoa Cấp cứu",
    "Khoa Kiểm soát dịch bệnh", "Khoa Dược - Cận lâm sàng",
))  # fmt: skip
GOVERNMENT = ("chinh-quyen", "Đảng ủy Cơ quan Chính quyền huyện", (
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân", "Phòng Nội vụ", "Phòng Tư pháp", "Phòng Tài chính - Kế hoạch",
    "Phòng Tài nguyên và Môi trường", "Phòng Nông nghiệp", "Phòng Kinh tế và Hạ tầng", "Phòng Giáo dục và Đào tạo",
    "Phòng Văn hóa", "Phòng Lao động - Thương binh và Xã hội", "Phòng Dân tộc", "Thanh tra huyện",
    "Ban Quản lý dự án đầu tư xây dựng",
))  # fmt: skip
HEAD_CELL = "Cơ quan Huyện ủy"
GRASSROOTS_OFFICES = (
    HEAD_CELL, "Kho bạc Nhà nước", "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Chi cục Thi hành án dân sự",
    "Chi cục Thuế", "Bảo hiểm xã hội", "Ngân hàng Chính sách xã hội", "Ngân hàng Nông nghiệp", "Hạt Kiểm lâm",
    "Điện lực", "Bưu điện", "Công ty Lâm nghiệp",
)  # fmt: skip
GRASSROOTS_SCHOOLS = (
    "Trường Trung học phổ thông huyện",
    "Trường Phổ thông dân tộc nội trú Trung học cơ sở và Trung học phổ thông huyện",
    "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên",
)

FAMILY_HERE = ("Chìu", "Lỷ", "Tằng", "Dường", "Nình", "Sằm", "Hoàng", "La", "Lô", "Vi", "Trần", "Nông")
FAMILY = rehearsal.FAMILY
MIDDLE_MEN_HERE = ("A", "Văn", "Cắm", "Chăn", "Phúc", "Đức")
MIDDLE_WOMEN_HERE = ("Thị", "Mỹ", "Tắc", "Thu", "Kim")
MIDDLE_MEN, MIDDLE_WOMEN = rehearsal.MIDDLE_MEN, rehearsal.MIDDLE_WOMEN
GIVEN_MEN = (
    *rehearsal.GIVEN_MEN, "Chi", "Cường", "Dưỡng", "Hải", "Hiếu", "Hòa", "Long", "Lộc", "Nam", "Nghĩa", "Phong",
    "Quý", "Sáng", "Tài", "Thành", "Tiến", "Trung", "Vinh",
)  # fmt: skip
GIVEN_WOMEN = (
    *rehearsal.GIVEN_WOMEN, "Bình", "Chi", "Dung", "Hạnh", "Hiền", "Hoa", "Liên", "Múi", "Nga", "Ngân", "Phương",
    "Thảo", "Thoa", "Vân",
)  # fmt: skip

HALL, QUARTER_HALL, SCHOOL_ROOM = "Nhà văn hóa thôn", "Nhà văn hóa khu phố", "Phòng hội đồng nhà trường"
OFFICE_ROOM, CLINIC_ROOM, BARRACKS_ROOM = "Phòng họp cơ quan", "Phòng giao ban", "Hội trường đơn vị"
TOPIC = "Kiểm điểm nhiệm vụ tháng trước, bàn nhiệm vụ tháng này"
THEMES = (
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Nâng cao chất lượng sinh hoạt chi bộ",
    "Cải cách hành chính, phục vụ nhân dân",
    "Nêu gương của cán bộ, đảng viên",
)

COMMUNE_HALL, BRIEFING_TOPIC = "Hội trường Đảng ủy xã", "Giao ban công tác tháng"
AGENDA = (
    "Ổn định tổ chức, báo cáo quân số, cử thư ký",
    "Kiểm điểm việc thực hiện kết luận buổi họp trước",
    "Bàn việc làm đường vào nhà văn hóa thôn",
    "Kết luận, tự chấm điểm, thông qua biên bản",
)
CONCLUSIONS = (
    "Sửa đường vào nhà văn hóa thôn",
    "Thu gom rác, phát quang đường làng vào sáng thứ Bảy",
    "Thăm hỏi các gia đình chính sách",
    "Vận động các hộ tham gia bảo hiểm y tế",
    "Trồng cây dọc đường liên thôn",
    "Giúp hộ nghèo sửa nhà trước mùa mưa",
    "Tuyên truyền phòng cháy, chữa cháy rừng",
)
TASK = "Lập danh sách các hộ cần giúp đỡ dịp Tết"
UPPER = ("Hoàng Văn Thắng", "đảng ủy viên")
GUEST = "Nông Thị Hạnh, trưởng ban công tác Mặt trận"
GROUPS = ("Tổ đảng 1", "Tổ đảng 2", "Tổ đảng 3")
DAY_OFF, DAY_OFF_SOURCE = "Ngày hội văn hóa của huyện", "Thông báo của Văn phòng Huyện ủy"

EXEMPTION, TRANSFER, DEPARTURE = "{number:02}-NQ/CB", "{number:02}-QĐ/HU", "{number:02}-GT/HU"

TREE_BUILT = "Dựng các đảng bộ, chi bộ"
PEOPLE_BUILT = "Ghi danh sách đảng viên"
MONTH_BUILT = "Ghi các buổi sinh hoạt tháng {month}"
SUMS_BUILT = "Cộng tỷ lệ dự sinh hoạt"
CALLS_BUILT = "Gọi các buổi họp sắp tới"
PRACTICE_BUILT = "Chuyển văn bản, hỏi chỉ tiêu, cử tổ công tác"
