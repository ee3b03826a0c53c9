"""What is marked as secret is never kept; what only looks like it is kept when a person says so."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.words.names import fold
from bot.words.secrecy import CONFIRMED_PREFIX, Finding, confirmed, secrecy
from tests.tables import all_are, wrong

MARKED = [
    "Công văn tối mật của tỉnh",
    "TUYỆT MẬT",
    "tuyệt mật",
    "tuyet mat",
    "Gửi đ/c bản tuyet mat",
    "Lưu hành nội bộ",
    "tài liệu lưu hành nội bộ, không sao chụp",
    "chỉ lưu hành trong nội bộ",
    "luu hanh noi bo",
    "LƯU HÀNH\nNỘI BỘ",
    "TỐI\nMẬT",
    "MẬT",
    "Mật",
    "*** MẬT ***",
    "MẬT!",
    "Số 12-CV/ĐU\nMẬT\nKính gửi các chi bộ",
    "Công văn số 12 (Mật)",
    "[MẬT] Kế hoạch quý IV",
    "Độ mật: Tối mật",
    "Độ mật: A",
    "ĐỘ MẬT : Mật",
    "Mức độ mật: Mật",
    "Do mat: A",
    "Số 12; độ mật: Mật",
    "Độ: Mật",
    "văn bản mật",
    "Gửi lại tài liệu mật cho tôi",
    "tai lieu mat",
    "công văn mật",
    "cong van mat",
    "bí mật nhà nước",
    "Tài liệu thuộc bí mật nhà nước",
    "bi mat nha nuoc",
    "TOI MAT",
    "Kinh gui\nTOI MAT\nCong van so 12",
    "tai_lieu_mat.pdf",
    "tài-liệu-mật.pdf",
    "TaiLieuMat.pdf",
    "TUYET-MAT.docx",
    "TOI_MAT.docx",
    "MẬT.pdf",
    "CV 12 (MẬT).pdf",
    "M Ậ T",
    "M.Ậ.T",
    "T U Y Ệ T  M Ậ T",
    "T Ố I   M Ậ T",
    "L Ư U  H À N H  N Ộ I  B Ộ",
    "TUYỆT\u00a0MẬT",
    "TUYỆT\u200b M\u200dẬT",
    "TUYỆT MẬ\ufe0fT",
    "M\u00adẬT",
    "ＭẬＴ",
    "TUYỆT mat",
    "tuyêt mât",
    "xác nhận: MẬT",
    "xác nhận: công văn tối mật",
    "Tuyệt_mật-2026.xlsx",
]

DOUBTFUL = [
    "thân mật",
    "Buổi gặp mặt thân mật",
    "bảo mật",
    "giữ bí mật",
    "mật ong",
    "mật độ dân cư",
    "tài liệu mật độ dân số",
    "mật khẩu của tôi là gì",
    "đồng chí Nguyễn Văn Mật",
    "không phổ biến",
    "khong pho bien rong rai",
    "Nội dung không phổ biến trên mạng",
    "Học tập Luật Bảo vệ bí mật nhà nước",
    "hoc luat bao ve bi mat nha nuoc",
    "Độ mật: Không",
    "Độ mật: thường",
    "toi gui van ban mat kem theo",
    "b\u1ea3o_m\u1eadt.pdf",
    "B Ả O  M Ậ T",
    "tối mật độ xe rất đông",
]

CLEAR = [
    "",
    " \n ",
    "có mặt",
    "co mat",
    "CO MAT",
    "vang mat",
    "vắng mặt",
    "mat ngu",
    "mất ngủ",
    "mat",
    "Mặt trận Tổ quốc",
    "tai lieu mat tran to quoc",
    "cong van Mat tran xa",
    "tài liệu Mặt trận",
    "toi mat dien thoai",
    "Toi mat dien thoai roi, nho bi thu bao lai",
    "TOI MAT DIEN THOAI",
    "tôi mất điện thoại",
    "đồng chí Tuyết mất hôm qua",
    "Tuyết mặt",
    "bi mat xe",
    "toi van ban mat roi",
    "tai lieu mat roi",
    "họp nội bộ",
    "lưu hành",
    "tuyệt vời",
    "tối mai",
    "phổ biến nghị quyết",
    "không",
    "xin vắng vì đau mắt",
]


def found(text: str) -> Finding:
    return secrecy([text])


def test_a_marked_text_is_found() -> None:
    assert wrong(all_are(Finding.MARKED, MARKED), found) == {}


def test_a_doubtful_word_is_asked_about() -> None:
    assert wrong(all_are(Finding.DOUBTFUL, DOUBTFUL), found) == {}


def test_a_harmless_text_passes() -> None:
    assert wrong(all_are(Finding.CLEAR, CLEAR), found) == {}


def test_the_worst_of_all_counts() -> None:
    assert secrecy(iter([])) is Finding.CLEAR
    assert secrecy(iter(["có mặt", "thân mật"])) is Finding.DOUBTFUL
    assert secrecy(iter(["thân mật", "TUYỆT MẬT", "có mặt"])) is Finding.MARKED


SAMPLES = st.sampled_from(MARKED + DOUBTFUL + CLEAR)
BLANKS = st.text(" \t\n\u00a0\u200b\u2060\ufeff", max_size=4)


@given(SAMPLES, st.sampled_from(["NFC", "NFD"]), BLANKS, BLANKS)
def test_case_blanks_and_normal_form_change_nothing(text: str, form: str, before: str, after: str) -> None:
    finding = secrecy([text])
    for same in (text.upper(), text.lower(), text.swapcase()):
        assert secrecy([before + unicodedata.normalize(form, same) + after]) is finding  # type: ignore[arg-type]


@given(st.sampled_from(MARKED), st.sampled_from([" ", "  ", "\u00a0", "_", "-", "\u2009", ".", " - "]))
def test_what_stands_between_the_words_hides_nothing(text: str, between: str) -> None:
    assert secrecy([between.join(text.split(" "))]) is Finding.MARKED


@given(st.sampled_from(["mật", "tối mật", "tuyệt mật", "lưu hành nội bộ", "tuyet mat", "toi mat"]), st.data())
def test_invisible_signs_hide_nothing(mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(mark)))
    unseen = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u202a"))
    assert secrecy([unicodedata.normalize("NFD", mark[:at] + unseen + mark[at:])]) is Finding.MARKED


@given(st.text(), st.text())
def test_any_text_has_a_finding_and_a_mark_in_it_is_seen(before: str, after: str) -> None:
    assert secrecy([before]) in Finding
    assert secrecy([f"{before}\nTUYỆT MẬT\n{after}"]) is Finding.MARKED


@given(st.text("aăâdđeêioôơuưymtbhn ạặậáắấ", max_size=40))
def test_without_the_word_itself_nothing_written_with_marks_is_marked(text: str) -> None:
    if secrecy([text]) is Finding.MARKED:
        assert "mat" in fold(text).replace(" ", "")


CONFIRMATIONS = [
    ("xác nhận: buổi gặp thân mật", True),
    ("Xác nhận buổi gặp thân mật", True),
    ("XAC NHAN: than mat", True),
    (unicodedata.normalize("NFD", " xác\u00a0nhận :thân mật"), True),
    ("xác nhận", False),
    ("xác nhận.", False),
    ("xác nhậnthân mật", False),
    ("tôi xác nhận: thân mật", False),
    ("", False),
]


def test_a_confirmation_stands_in_front() -> None:
    assert wrong(CONFIRMATIONS, confirmed) == {}


@given(st.text())
def test_a_confirmation_is_seen_before_any_text(text: str) -> None:
    assert confirmed(f"{CONFIRMED_PREFIX}: {text}")
    assert confirmed(text) in {True, False}
