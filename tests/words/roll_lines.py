"""Lines of the roll, as they are typed, and what is said in them. All names are invented."""

NAMES = [
    "Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Lan", "Hoàng Văn Dũng", "Vũ Thị Mai", "Đỗ Văn Hùng",
    "Bùi Thị Hoa", "Ngô Thị Lan", "Trịnh Văn Khải", "Nguyễn Thị Ân", "Đinh Văn Đức", "Nguyễn Thị Thu Anh",
    "Bùi Văn Thu", "H’Hoa Niê",
]  # fmt: skip
EVERYBODY = [
    "đủ", "du", "ĐỦ", "Đủ.", "đủ ạ", "du a", "đủ cả", "du ca", "đủ hết", "DU HET", "đủ rồi", "đủ hết rồi", "có đủ",
    "có mặt đủ", "co mat du", "có mặt đầy đủ", "đầy đủ", "đông đủ", "dong du", "dự đủ", "đi đủ cả", "có mặt cả",
    "có mặt hết", "mọi người có mặt đủ", "tất cả đều có mặt", "vắng không", "vắng: không", "vang khong", "vắng ko",
    "không vắng", "khong vang", "không ai vắng", "ko ai vang", "không có ai vắng", "không vắng ai",
    "không đ/c nào vắng", "vắng 0", "vắng: 0 đ/c", "đủ, không vắng ai", "15/15", "đủ 15/15", "đủ 15 đ/c",
    "có mặt 15/15", "DD 15/15", "điểm danh: đủ", "dạ, đủ", "báo cáo đủ", "sửa: đủ",
]  # fmt: skip

WHOLE = {
    "vắng 4 9P 12K": "4? 9P 12K", "vang 4, 9p, 12k": "4? 9P 12K", "v 4 9P": "4? 9P", "v4 9p": "4? 9P", "v: 4": "4?",
    "vắng 4P": "4P", "vắng 4": "4?", "vắng 4,9P": "4? 9P", "vắng 4 ,9 P": "4? 9P", "  VẮNG   4   9P ": "4? 9P",
    "vắng: 4 có phép, 9 không phép": "4P 9K", "vang 4 co phep 9 khong phep": "4P 9K", "vắng 4 (P), 9 (K)": "4P 9K",
    "vắng có phép 4 9, không phép 12": "4P 9P 12K", "vắng P: 4, 9; K: 12": "4P 9P 12K", "vắng P 4 9 K 12": "4P 9P 12K",
    "vắng có phép: 4; vắng không phép: 9": "4P 9K", "vắng 4P9K": "4P 9K", "vắng 4: P, 9: K": "4P 9K",
    "vắng 4-P, 9 - K": "4P 9K", "vắng 4=P 9=K": "4P 9K", "vắng 4 phép, 9 không lý do": "4P 9K",
    "Vắng 4p,9k,12": "4P 9K 12?", "vắng 4 có lý do, 9 ko phep": "4P 9K", "vắng 4 kp, 9 cp": "4K 9P",
    "vắng 4 không có phép": "4K", "vắng 4k": "4K", "vắng 4-6": "4? 5? 6?", "vắng 4-6P, 9K": "4P 5P 6P 9K",
    "vắng:4P;9K.": "4P 9K", "vắng mặt 4P và 9K": "4P 9K", "vang 4p va 9k a": "4P 9K", "vắng 4P & 9K ạ": "4P 9K",
    "vắng\n4P\n9K": "4P 9K", "Vắng:\n- 4P\n- Hùng K": "4P 7K", "vắng ４Ｐ": "4P", "vắng 04P": "4P",
    "vắng số 4 P, số 9 K": "4P 9K", "vắng 4, vắng 9": "4? 9?", "chỉ vắng 4P": "4P", "vắng Bình P, Hùng K": "2P 7K",
    "vang binh p, hung k": "2P 7K", "VẮNG HÙNG, BÌNH": "2? 7?", "vắng Nguyễn Văn An": "1?", "vắng nguyen van an": "1?",
    "vắng Văn Hùng": "7?", "vắng Đỗ Hùng (P)": "7P", "vắng đ/c Hùng (K), đ/c Bình - P": "2P 7K",
    "vắng đồng chí Hùng có phép": "7P", "vắng ông Hùng, bà Bình K": "2K 7?", "vắng Mai P": "6P",
    "vắng Nguyễn Thị Thu Anh P": "13P", "vắng 4 Lan P, 7 Hùng K": "4P 7K", "vắng Phạm Thị Lan": "4?",
    "vắng H'Hoa Niê P": "15P", "vắng 2 đ/c: 4P, 9K": "4P 9K", "vắng 2/15: 4P 9K": "4P 9K", "vắng 1/15 Hùng": "7?",
    "vắng 4P, còn lại có mặt": "4P", "có mặt đủ, trừ 4P 9K": "4P 9K", "đủ trừ 4": "4?", "đủ, vắng 4P": "4P",
    "DD 12/15 vang: 4P 9K 12K": "4P 9K 12K", "điểm danh 13/15 vắng 4P 9K": "4P 9K", "DD 13/15: 4P 9K": "4P 9K",
    "có mặt 13/15, vắng 4P, 9K": "4P 9K", "điểm danh: vắng 4P": "4P", "dd 14/15 vắng 1K": "1K",
    "4P 9K, còn lại đủ": "4P 9K", "dạ vắng 4P nhé": "4P",
}  # fmt: skip
"""The second part: numbers with P, K, or ? where nothing is said."""

PARTIAL = {
    "có 4 9": "+4 +9", "co mat 4, 9": "+4 +9", "có mặt: Bình, Hoa": "+2 +8", "có mặt: Bình, Hùng": "+2 +7",
    "CÓ 4": "+4", "sửa 4P 9 có": "4P +9", "sua 4p 9 co": "4P +9", "sửa: Bình có mặt, 9K": "9K +2",
    "sửa lại 4 vắng": "4?", "sửa: có 4": "+4", "sửa vắng 4 9P": "4? 9P", "sửa 4 không có mặt, 9 có mặt": "4? +9",
    "sửa có phép 4, không phép 9": "4P 9K", "sửa 4 vắng P": "4P",
}  # fmt: skip

BARE = {
    "4P 9K": "4P 9K", "4p, 9k": "4P 9K", "4 P 9 K": "4P 9K", "4P9K": "4P 9K", "12K": "12K", "4-6P": "4P 5P 6P",
    "4 (P), 9 (K)": "4P 9K", "4 có phép, 9 không phép": "4P 9K", "có phép 4 9, không phép 12": "4P 9P 12K",
    "DD 4P 9K": "4P 9K",
}  # fmt: skip

UNREADABLE = [
    "vắng 4 P 9", "vắng 4 có phép 9", "vắng 4 P 9 K 12", "vắng P: 4; 9", "vắng K", "vắng P", "vắng 4 không",
    "vắng 4 K P", "vắng 4, P, 9, K", "vắng 4.9", "vắng 3/12", "vắng 9-4", "vắng 4 - 6", "vắng 4-6-8", "vắng 4h",
    "vắng 4P?", "vắng 4 (P", "vắng 4 P)", "vắng 4_9", "vắng 2: 4P, 9K", "vắng 2 4P 9K", "vắng 2\n4P\n9K",
    "vắng 2 (4P 9K)", "vắng 4 đ/c", "vắng 2 số 4 9", "vắng 4 ốm", "vắng Hùng ốm, 9K", "vắng 4P, 9 đến muộn",
    "vắng 7 Bình", "vắng Bình 7", "vắng 4 xin phép", "vắng 4, có 9", "vắng có 4 9", "có 4P", "có 2 đồng chí vắng",
    "có 4, vắng 9K", "sửa 4", "sửa 4 9P", "sửa 4 không, 9 có", "sua 4 vang", "sửa 4 có 9", "4P 9", "4P, 9 có",
    "đủ, 4P", "không vắng 4", "DD 13/15 4 9", "có mặt 14/15, vắng 1", "vắng mai", "có Mai", "vắng không 4P",
    "vắng 4P 9K chưa đủ 12", "vắng 4 khong 9k",
]  # fmt: skip
UNKNOWN = [
    "vắng 16", "vắng 0 4", "vắng 4P 99K", "99P", "vắng Tú", "vắng Hủng P", "vắng Hoà", "có mặt 16", "sửa 16P",
    "vắng 4-16", "vắng 4P còn lại vắng", "vắng Bình Hùng", "vắng 123456789012345678901234567890",
]  # fmt: skip
SEVERAL = {
    "vắng Lan P": "4, 9", "vang an": "1, 11", "vắng An": "1, 11", "vắng nguyen an": "1, 11", "vắng thị Lan": "4, 9",
    "vắng Thu Anh": "13, 14",
}  # fmt: skip
TWICE = [
    "vắng 4 4", "vắng 4P 9K 4", "vắng 4P 4P", "vắng 4-6 5K", "vắng 7, Hùng P", "vắng Hùng, đ/c Hùng", "có 4 4",
    "sửa 4P 4 có",
]  # fmt: skip
MISCOUNTED = [
    "DD 14/15", "DD 13/16 vắng 4P 9K", "đủ 14/15", "đủ 14", "vắng 2/16: 4P 9K", "3/12 vắng 4P",
    "có mặt 15/15, vắng 4P", "DD 14/15 vắng 4P 9K", "vắng 2 đ/c: 4P 9K 12K", "vắng 16 đ/c: 4P 9K",
]  # fmt: skip
TOO_FEW = ["DD 13/15 vắng 4P", "vắng 3 đ/c: 4P 9K", "DD 12/15 vang: 4P 9K", "có mặt 12/15, vắng Bình", "vắng 3/15: 4"]

NO_ROLL = [
    "", "4", "4 9", "4, 9", "1", "vắng", "v", "có", "co", "vắng ốm", "vắng vì ốm", "xin vắng", "vắng họp", "có việc",
    "có ạ", "dự", "dự họp", "đi du", "co du", "vâng 4", "vàng 4P", "vâng", "họp", "điểm danh", "điểm danh hôm nay",
    "DD", "đủ?", "chưa đủ", "không đủ", "đủ chưa", "14/15", "12/12", "3/12", "không, vắng", "sửa giờ 19h30",
    "sửa địa điểm", "4 có, 9 vắng", "3 vang", "7 giờ", "19h30", "có mặt lúc 7h30", "hôm nay vắng nhiều", "TU CHOI",
    "0912345678", "gọi 4",
]  # fmt: skip

EVERY = [*EVERYBODY, *WHOLE, *PARTIAL, *BARE, *UNREADABLE, *UNKNOWN, *SEVERAL, *TWICE, *MISCOUNTED, *TOO_FEW, *NO_ROLL]

WORDS = [
    "vắng", "vang", "v", "có", "co", "mặt", "không", "khong", "ko", "P", "p", "K", "kp", "phép", "có phép",
    "không phép", "lý do", ",", ";", ".", ":", "(", ")", "-", "?", "và", "va", "4", "9", "12", "4P", "9K", "3-5", "1",
    "2", "0", "16", "13/15", "Bình", "Hùng", "hung", "Lan", "An", "anh", "a", "ạ", "đ/c", "số", "sửa", "đủ", "du",
    "đủ cả", "trừ", "còn lại có mặt", "DD", "điểm danh", "ốm", "vì", "đến muộn", "người", "\n",
]  # fmt: skip
"""Of these the lines are made that nobody thought of."""
