"""The short lines by which an agenda is changed, and how it is shown."""

import pytest

from bot.model.meetings import MeetingKind
from bot.words.agendas import LINES, MOST, SHIPPED, Edit, What, listed, names_somebody, read

ONE = {
    "nội dung 3: Bàn việc làm đường": Edit(What.CHANGE, 3, "Bàn việc làm đường"),
    "3: Bàn việc làm đường": Edit(What.CHANGE, 3, "Bàn việc làm đường"),
    "sua 2 thanh Bầu cử": Edit(What.CHANGE, 2, "Bầu cử"),
    "Nội dung: thêm: Bầu cử": Edit(What.ADD, 0, "Bầu cử"),
    "thêm 2: Bầu cử": Edit(What.ADD, 2, "Bầu cử"),
    "them Bầu cử": Edit(What.ADD, 0, "Bầu cử"),
    "xóa 3": Edit(What.REMOVE, 3),
    "bỏ mục 4": Edit(What.REMOVE, 4),
    "chuyển 5 lên 2": Edit(What.MOVE, 5, to=2),
    "dua 5 xuong 7": Edit(What.MOVE, 5, to=7),
    "5 -> 2": Edit(What.MOVE, 5, to=2),
    "chủ đề: Chuẩn bị Tết": Edit(What.TOPIC, text="Chuẩn bị Tết"),
}


@pytest.mark.parametrize("line", ONE)
def test_a_line_is_one_change(line: str) -> None:
    assert read(line) == [ONE[line]]


def test_several_are_taken_away_from_behind_so_that_their_numbers_hold() -> None:
    assert [edit.number for edit in read("xóa 3, 5 và 7")] == [7, 5, 3]


@pytest.mark.parametrize(
    "line", ["có", "vắng ốm", "3/12 19h30 Nhà văn hóa", "xóa", "chuyển 5", "Bàn việc làm đường", ""]
)
def test_another_line_changes_nothing(line: str) -> None:
    with pytest.raises(ValueError, match="no change"):
        read(line)


def test_a_row_of_digits_is_read_in_no_time() -> None:
    with pytest.raises(ValueError, match="no change"):
        read(f"xóa {'1' * 200}x")


@pytest.mark.parametrize("kind", MeetingKind)
def test_every_kind_of_meeting_has_a_shipped_agenda_that_fits_a_message(kind: MeetingKind) -> None:
    assert 0 < len(SHIPPED[kind]) <= MOST
    lines = listed(SHIPPED[kind])
    assert len(lines) <= LINES
    assert all(item in "\n".join(lines) for item in SHIPPED[kind])


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Kiểm điểm đ/c Lan", True),
        ("Xét kết nạp Nguyễn Thị Lan.", True),
        ("xet ket nap nguyen thi lan", True),
        ("Kết nạp quần chúng Tý", True),
        ("Kết nạp Trần Văn Tý", True),
        ("Phân công: Lan", True),
        ("Kiểm điểm Thị Lan", True),
        ("hom qua dc lan vang hop", True),
        ("đồng chí thị lan nghỉ ốm", True),
        ("Cả ba lần đều họp đúng giờ", False),
        ("chi bo lan toa viec tot", False),
        ("Học tập tư tưởng, đạo đức Hồ Chí Minh", False),
        ("Tham quan Phong Lan, Hà Nội", False),
        ("Trồng lan, nghe Nghị quyết Trung ương", False),
        ("Các đồng chí phát biểu", False),
        ("Bà con đóng góp làm đường", False),
    ],
)
def test_what_names_somebody_is_told_from_what_does_not(text: str, is_named: bool) -> None:
    assert names_somebody(text, ["Nguyễn Thị Lan"]) is is_named
