"""Words that ask for a ballot: elections, admission, discipline, confidence, whatever is to be secret.

Party ballots are cast on paper at the meeting. What only sounds like one (`bầu không khí`, `chọn ngày họp`) is none.
"""

import re
import unicodedata
from collections.abc import Mapping

from bot.words.names import fold, tidy

ON_PAPER = (
    "Việc bầu cử, bỏ phiếu kín, lấy phiếu tín nhiệm, biểu quyết kết nạp hay kỷ luật thực hiện trực tiếp bằng phiếu giấy "
    "hoặc giơ tay tại cuộc họp chi bộ, không thực hiện qua tin nhắn."
)
SPELLINGS: Mapping[str, frozenset[str]] = {
    "bau": frozenset({"bau", "bâu", "bầu"}),
    "kin": frozenset({"kin", "kín"}),
    "cu": frozenset({"cu", "cư", "cử"}),
    "phieu": frozenset({"phieu", "phiêu", "phiếu"}),
    "luat": frozenset({"luat", "luât", "luật"}),
    "bo": frozenset({"bo", "bỏ"}),
}
"""Of these words only so much of the marks may be missing: `báu` and `bàu` are others than `bầu`."""
PERSON = r"(?:dong chi|d c|dc|ong|ba|anh|chi|em|chu|bac|co|quan chung|dang vien|dv)"
NO_ELECTION_BEFORE = (
    r"(?<!qua )(?<!gian )(?<!mang )(?<!ba )(?<!ong )(?<!canh )(?<!hat )(?<!cay )(?<!quy )(?<!kho )(?<!chau )(?<!trai )"
)
ELECTED = (
    r"(?:cu|bi thu|pho bi thu|chi uy|ban chi uy|ban chap hanh|ban thuong vu|uy vien|cap uy|dang uy|doan chu tich|"
    r"chu tich|pho|truong|to truong|dai bieu|doan dai bieu|ai|nguoi|lai|bo sung|chon|thay|kin|truc tiep|cho|vao|"
    rf"hoi dong|chuc danh|nhan su|thu ky|{PERSON} \w+|may|bao nhieu|\d)"
)
NO_ELECTION_BEHIND = r"(?:khong khi|troi|ban(?! chi uy| chap| thuong)|bi(?! thu)|sua|nhiet|ruou|dat|xanh|\b$)"
CHAIRS = r"(?:bi thu|pho bi thu|chi uy|chu tich|pho chu tich|truong (?:thon|ban|ap|khu|xom)|to truong|cap uy)"
VOTES = (
    r"(?:bieu quyet|bo phieu|lay phieu|dong y|nhat tri|tan thanh|xet|thong qua|quyet dinh|ung ho|de nghi|de xuat|co nen|"
    r"tan dong|ung thuan|cho phep|co dong|quyet nghi)"
)
LOGISTIC = re.compile(
    r"\b(?:(?:chon|an dinh|thong nhat|doi|hop|to chuc)\b.{0,40}\b(?:ngay nao|ngay|gio|thoi gian|dia diem|hoi truong)|"
    r"ngay nao|may gio|gio nao|luc nao|khi nao|o dau|cho nao|buoi nao|"
    r"sang hay chieu|chieu hay toi|sang hay toi)\b"
)
"""When and where is asked, and not whom or whether: also of a meeting that elects."""
SECRET = re.compile(
    r"\b(?:(?:bo phieu|bieu quyet|binh chon|y kien|tra loi|lua chon|bo|chon|danh gia|bo tham)\s(?:\w+\s){0,2}kin"
    r"(?! (?:dao|lich|cho|mit|nguoi|het|nuoc|dien|cong|mach))"
    r"|phieu kin|kin phieu"
    r"|(?:bieu quyet|bo phieu|y kien|tra loi|lua chon|chon|binh chon|danh gia|bo tham)\b.{0,40}\b"
    r"(?:an danh|giau ten|nac danh|khong (?:can |phai )?(?:ghi|neu|lo|de lo|hien|cong khai) ten|giu bi mat|bi mat|"
    r"khong ai biet))\b"
)
BALLOT = re.compile(
    rf"\b(?:{NO_ELECTION_BEFORE}bau (?!{NO_ELECTION_BEHIND}){ELECTED}"
    r"|bau cu|di bau|(?:muon|xin|duoc|dinh|cho toi) bau(?! ban)|phieu bau|tong bau|bau dung|tai bau"
    r"|(?:bo|kiem|lay|phat|thu|di bo) phieu(?! (?:tham do|khao sat|an|xuat|thu|chi|linh))|phieu tin nhiem"
    r"|(?:bo|lay|danh gia|muc|muc do|do|con|khong con|co|giam|mat|thap|cao|giu) tin nhiem|tin nhiem"
    rf"(?= {PERSON} | cao| thap|$)"
    rf"|{VOTES}\b.{{0,40}}\bket nap(?! (?:vao (?:ngay|luc|buoi)|ngay))"
    rf"|(?<!le )(?<!buoi )(?<!du )(?<!ve )(?<!ho so )ket nap {PERSON} \w+"
    rf"|{VOTES}\b.{{0,40}}\b(?:chuyen (?:dang )?chinh thuc|cong nhan (?:dang vien|dv) chinh thuc)"
    rf"|ky luat (?:{PERSON} \w+|bang|voi|doi voi|khien trach|canh cao|khai tru|cach chuc|muc nao|hinh thuc)"
    r"|(?:thi hanh|xet|hinh thuc|de nghi|xu ly|muc|bi|quyet dinh|bieu quyet|dong y|nhat tri|co nen|bo phieu|chiu) ky luat"
    r"|khai tru|khien trach|cach chuc|(?:hinh thuc|de nghi|nhat tri|dong y) canh cao"
    rf"|xoa ten (?:{PERSON}|khoi|trong danh sach dang)"
    rf"|chuyen (?:dang )?chinh thuc (?:cho )?{PERSON} \w+"
    rf"|(?:ai|{PERSON} \w+) (?:se )?(?:lam|len|giu|giu chuc) {CHAIRS}|(?:chon|cu) {CHAIRS}"
    r"|(?:mien|bai|bo) nhiem|de bat|(?:cho thoi|xin thoi|thoi giu|tu) chuc"
    r"|gioi thieu\b.{0,30}\bvao dang(?! uy| bo)"
    r"|ung cu|de cu (?:dong chi|d c|dc|ai|nguoi|them|vao|nhan)|gioi thieu (?:nhan su|nguoi (?:vao|ung)|vao (?:cap|chi) uy)"
    r"|(?:gioi thieu|dua|bo sung|vao) quy hoach"
    r"|nhan su (?:cap uy|chi uy|bi thu|dai hoi|nhiem ky|khoa)|trung cu|so du)\b"
)


def asks_for_ballot(text: str) -> bool:
    """Whether these words ask for what is decided by ballot."""
    said = _folded(text)
    if SECRET.search(said):
        return True
    return BALLOT.search(said) is not None and not LOGISTIC.search(said)


def _folded(text: str) -> str:
    """Without marks and signs; a word whose marks make it another one is left out."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", tidy(text)).lower())
    return " ".join(bare if word in SPELLINGS.get(bare := fold(word), (word,)) else "_" for word in words)
