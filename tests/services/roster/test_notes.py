"""What remarks say of standing, and what they leave in doubt."""

from datetime import date

from bot.services.roster.duties import read_duty
from bot.services.roster.notes import read_notes
from bot.services.roster.records import StatusNote
from tests.services.roster.rosters import TODAY
from tests.tables import all_are, wrong

Day = tuple[int, int, int]


def said(text: str) -> tuple[StatusNote, ...]:
    remarks = read_notes(text, TODAY)
    assert remarks.is_clear
    return remarks.statuses


STANDINGS: list[tuple[str, str, Day | None, Day | None]] = [
    ("Miễn sinh hoạt từ 01/2025", "exempt", (2025, 1, 1), None),
    ("MIỄN SINH HOẠT TỪ 01/2025", "exempt", (2025, 1, 1), None),
    ("Miễn SHĐ đến hết năm 2026", "exempt", None, (2026, 12, 31)),
    ("Miễn công tác và sinh hoạt từ tháng 3 năm 2024", "exempt", (2024, 3, 1), None),
    ("Miễn", "exempt", None, None),
    ("Tuổi cao, được miễn SH từ 1/1/25 đến 31/12/27", "exempt", (2025, 1, 1), (2027, 12, 31)),
    ("Đi làm ăn xa, chuyển SH tạm thời đến 30/6/2027", "temporary_out", None, (2027, 6, 30)),
    ("Chuyển SHTT từ 1/2026 đến 6/2026", "temporary_out", (2026, 1, 1), (2026, 6, 30)),
    ("Chuyển sinh hoạt tạm thời (01/2026 - 12/2026)", "temporary_out", (2026, 1, 1), (2026, 12, 31)),
    ("Chuyển SH tạm thời đến Chi bộ thôn A, xã B từ 01/5/2026", "temporary_out", (2026, 5, 1), None),
    ("Sinh hoạt tạm thời nơi khác đến", "temporary_in", None, None),
    ("Tiếp nhận SH tạm thời đến 30/6/2027", "temporary_in", None, (2027, 6, 30)),
    ("SHTT từ chi bộ X chuyển đến", "temporary_in", None, None),
    ("Đang làm nhiệm vụ đặc biệt", "special_duty", None, None),
]


def note(kind: str, begins: Day | None, ends: Day | None) -> StatusNote:
    return StatusNote(kind, date(*begins) if begins else None, date(*ends) if ends else None, None)


def test_a_remark_tells_standing_and_its_days() -> None:
    assert wrong([(text, (note(kind, begins, ends),)) for text, kind, begins, ends in STANDINGS], said) == {}


DECISIONS = [
    ("Miễn SHĐ đến hết năm 2026 theo QĐ số 12-QĐ/ĐU", "12-QĐ/ĐU", date(2026, 12, 31)),
    ("Miễn SHĐ theo QĐ số 12-QĐ/ĐU ngày 5/3/2024 đến hết năm 2026", "12-QĐ/ĐU", date(2026, 12, 31)),
    ("Miễn sinh hoạt (NQ 05-NQ/CB)", "05-NQ/CB", None),
    ("Miễn SH; QĐ 15 - QĐ/ĐU; đến 31/12/2027", "15-QĐ/ĐU", date(2027, 12, 31)),
]


def test_the_decision_is_kept_and_its_day_is_not_taken_for_another() -> None:
    notes = [(text, (StatusNote("exempt", None, ends, decision),)) for text, decision, ends in DECISIONS]
    assert wrong(notes, said) == {}


DOUBTS = [
    "Đề nghị miễn sinh hoạt", "Xin miễn SH", "Không miễn sinh hoạt", "Hết miễn sinh hoạt từ 1/2026",
    "Chuyển SH tạm thời, đã về", "miễn nhiệm", "miễn đảng phí", "Đi làm ăn miền Nam", "SHTT đến 6/2026",
    "Miễn sinh hoạt đến 31/02/2027", "Miễn sinh hoạt đến tháng 6", "Miễn sinh hoạt từ 6/2026 đến 1/2025",
    "Chuyển SHTT đi Bình Dương 6 tháng", "Sinh hoạt tạm thời", "Hưu trí",
]  # fmt: skip


def unclear(text: str) -> tuple[tuple[StatusNote, ...], str | None, bool]:
    remarks = read_notes(text, TODAY)
    return remarks.statuses, remarks.duty, remarks.is_clear


def test_what_is_in_doubt_is_asked_and_changes_nothing() -> None:
    assert wrong(all_are(((), None, False), DOUBTS), unclear) == {}


def test_one_note_may_say_two_things() -> None:
    kinds = [note.kind for note in said("Già yếu, miễn SH từ 2025. Chuyển SH tạm thời đến 5/2027")]
    assert kinds == ["exempt", "temporary_out"]


DUTIES = [
    ("Bí thư", "secretary"), ("BT", "secretary"), ("Bí thư chi bộ", "secretary"), ("BTCB", "secretary"),
    ("Đảng ủy viên, Bí thư chi bộ", "secretary"), ("Bí thư kiêm trưởng thôn", "secretary"),
    ("Bí thư Chi bộ Cơ quan xã", "secretary"), ("Phó bí thư", "deputy_secretary"), ("PBT", "deputy_secretary"),
    ("P. Bí thư", "deputy_secretary"), ("Chi ủy viên", "cell_committee"), ("CUV", "cell_committee"),
    ("Chi uỷ viên, thư ký", "cell_committee"), ("Bí thư Đảng ủy", None), ("Bí thư Đoàn", None),
    ("UV BCH Đảng bộ xã", None), ("Trưởng thôn", None), ("Đảng viên", None), ("", None),
]  # fmt: skip


def test_a_duty_in_the_cell_is_told_from_others() -> None:
    assert wrong([(text, (duty, True)) for text, duty in DUTIES], read_duty) == {}


def test_a_duty_nobody_knows_is_asked_about() -> None:
    assert not read_duty("Phó B.thư").is_clear


def test_a_note_may_hold_the_duty() -> None:
    assert read_notes("Bí thư chi bộ", TODAY).duty == "secretary"
