"""Words of chat and of the regions, each as the dictionary has it."""

SHORT = {
    # "no", as it is typed in the north, the south and the middle
    "k": "không", "ko": "không", "kg": "không", "khg": "không", "kh": "không", "kô": "không", "hok": "không",
    "hk": "không", "hem": "không", "hông": "không", "hổng": "không", "khong": "không", "khôg": "không",
    "khog": "không", "khum": "không", "khôm": "không", "hôk": "không", "hơm": "không", "nỏ": "không", "chẳng": "không",
    "hog": "không", "hôg": "không", "hổg": "không", "kong": "không", "kông": "không", "kog": "không", "kôg": "không",
    # who speaks and to whom
    "e": "em", "t": "tôi", "tui": "tôi", "tau": "tôi", "mik": "mình", "mk": "mình", "cj": "chị",
    "c": "chị", "mn": "mọi người", "mng": "mọi người", "bthu": "bí thư", "bt": "biết", "đ/chí": "đ/c",
    # `j` is written for `i`
    "dj": "đi", "đj": "đi", "bj": "bị", "xjn": "xin", "nghj": "nghi", "mjk": "mình", "vjệc": "việc",
    # small words
    "r": "rồi", "rùi": "rồi", "rui": "rồi", "ròi": "rồi", "roài": "rồi", "j": "gì", "dk": "được", "đk": "được",
    "đx": "được", "dx": "được", "đuợc": "được", "đựơc": "được", "dược": "được", "dươc": "được", "chớ": "chứ", "đươc": "được",
    "oke": "ok", "okê": "ok", "oki": "ok", "okie": "ok", "okay": "ok", "okela": "ok", "okla": "ok", "okl": "ok",
    "okey": "ok", "đc": "dc", "đk̉": "được", "nhe": "nhé", "nhá": "nhé", "nghen": "nhé", "nge": "nhé",
    "nka": "nha", "nhoa": "nha", "nhaz": "nha", "hí": "nhé", "hén": "nhé", "heng": "nhé",
    "ợ": "ạ", "ạk": "ạ", "ạh": "ạ", "ajk": "ạ", "ui": "ơi",
    "đag": "đang", "dag": "đang", "đg": "đang", "dang": "đang", "ms": "mới", "wá": "quá",
    "bủi": "buổi", "bik": "biết", "bít": "biết", "pải": "phải", "fải": "phải", "fai": "phải",
    "fép": "phép", "fep": "phép", "vs": "với", "lí": "lý", "vg": "vang", "vưng": "vâng", "dưng": "dưng", "vag": "vag", "vz": "vậy", "z": "vậy", "v": "vậy", "zậy": "vậy", "dzậy": "vậy",
    "lun": "luôn", "thui": "thôi", "thoy": "thôi", "thoai": "thôi", "trc": "trước", "mún": "muốn",
    "dìa": "về", "zìa": "về", "zô": "vào", "dzô": "vào", "vô": "vào", "bh": "bây giờ",
    "chừ": "bây giờ", "ni": "này", "nớ": "đó", "rứa": "thế", "rứ": "thế", "bữa": "hôm", "bửa": "hôm",
    "hnay": "hôm nay", "hqua": "hôm qua", "hđó": "hôm đó", "thiệt": "thật", "tg": "thời gian",
    # things that keep people away
    "bv": "bệnh viện", "bs": "bác sĩ", "bsi": "bác sĩ", "bịnh": "bệnh", "sk": "sức khỏe",
    "khoẻ": "khỏe", "cv": "công việc", "cviec": "công việc", "cviệc": "công việc", "ctac": "công tác",
    "ctác": "công tác", "cty": "công ty", "cq": "cơ quan", "gđ": "gia đình", "gđinh": "gia đình", "sn": "sinh nhật",
    "hn": "hà nội", "sg": "sài gòn", "hcm": "sài gòn", "tphcm": "sài gòn", "đn": "đà nẵng",
    "uỷ": "ủy", "tuỳ": "tùy", "cn": "chủ nhật", "í": "ấy", "ổng": "ông ấy", "bả": "bà ấy",
}  # fmt: skip

TYPED_TOGETHER = [
    "có mặt", "xin vắng", "xin nghỉ", "xin phép", "vắng mặt", "không đi", "ko đi", "k đi", "không dự", "ko dự",
    "không được", "ko được", "ko dc", "k dc", "k đc", "ko đc", "kg dc", "không đi được", "ko đi được", "ko đi dc",
    "k đi dc", "k đi được", "không đến", "ko đến", "không đến được", "tham gia", "tham dự", "đi được", "đi dc",
    "dự được", "dự họp", "đi họp", "bận việc", "bận rồi", "công tác", "đi công tác", "đến muộn", "đến trễ", "đi muộn",
    "về sớm", "về quê", "em đi", "tôi đi", "sẽ đi", "sẽ dự", "sẽ đến", "em vắng", "tôi vắng", "có việc", "đã nhận",
    "em có mặt", "tôi có mặt", "em xin vắng", "tôi xin vắng", "em xin nghỉ", "không tham gia", "ko tham gia",
    "không tham dự", "không có mặt", "ko có mặt", "xin phép vắng", "em bận", "tôi bận", "nghỉ ốm", "bị ốm", "đi viện",
    "nằm viện", "chưa chắc", "chưa biết",
]  # fmt: skip
"""What is found without the blank between: "comat", "kdc", "xinvang"."""
