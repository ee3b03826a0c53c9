"""Numbers as people type them, and a definition part by part."""

from datetime import date

import pytest

from bot.words.indicator_definitions import Definition, read_definition
from bot.words.indicator_figures import read_figure, without_note
from bot.words.indicator_pages import percents
from bot.words.indicator_plans import read_plans

GRADES = ("hoàn thành xuất sắc", "hoàn thành tốt", "hoàn thành", "không hoàn thành")
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("92", "number", (92,)),
        ("kết nạp 92 đồng chí", "number", (92,)),
        ("không", "number", (0,)),
        ("1.395", "number", (1395,)),
        ("1,395", "number", (1395,)),
        ("2 491", "number", (2491,)),
        ("98/104", "of", (98, 104)),
        ("169 trên 169", "of", (169, 169)),
        ("206 134 43 6", "classes", (206, 134, 43, 6)),
        ("2,491 18,358 1,607 272", "classes", (2491, 18358, 1607, 272)),
        ("2.491/18.358/1.607/272", "classes", (2491, 18358, 1607, 272)),
        (
            "hoan thanh tot 134, hoàn thành xuất sắc: 206; hoàn thành 43 không hoàn thành 6",
            "classes",
            (206, 134, 43, 6),
        ),
        ("206", "classes", (206,)),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, kind: str, parts: tuple[int, ...]) -> None:
    assert read_figure(text, kind, GRADES) == parts


@pytest.mark.parametrize(
    ("text", "kind"),
    [("92,5", "number"), ("-5", "number"), ("chưa rõ", "number"), ("9" * 15, "number"), ("98", "of"),
     ("1 2 3", "classes"), ("hoàn thành tốt 134", "classes"), ("khoảng 200 tổ chức", "classes")],
)  # fmt: skip
def test_what_is_no_such_number_is_not_guessed(text: str, kind: str) -> None:
    with pytest.raises(ValueError, match=r"cần|âm|lớn"):
        read_figure(text, kind, GRADES)


def test_a_remark_stands_behind_the_number() -> None:
    assert without_note("92; ghi chú: 15 hồ sơ đang chờ") == ("92", "15 hồ sơ đang chờ")
    with pytest.raises(ValueError, match="ghi chú"):
        without_note(f"92 ghi chu {'a' * 201}")


def test_a_number_is_defined_in_a_line() -> None:
    line = "Xếp loại đảng viên; loại: xuất sắc, tốt; han 20/12; hang nam; hỏi: xã; đơn vị tính: đảng viên; truoc 5 ngay"
    said = read_definition(line, Definition(), TODAY)
    assert said == Definition(
        name="Xếp loại đảng viên", counted="đảng viên", kind="classes", classes=("xuất sắc", "tốt"), repeat="year",
        due_on=date(2026, 12, 20), lead_days=5, who="communes",
    )  # fmt: skip
    assert Definition.from_json(said.as_json()) == said
    assert read_definition("lũy kế; tên: Xếp loại", said, TODAY).name == "Xếp loại"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("hạn 31/02", "hạn"),
        ("loại: một", "loại"),
        ("hỏi: trường", "đơn vị"),
        ("Một việc; hai việc", "hai việc"),
        ("ab", "tên"),
    ],
)
def test_a_part_that_says_nothing_known_is_named(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_definition(line, Definition(), TODAY)


def test_a_name_that_begins_like_a_part_is_a_name() -> None:
    assert read_definition("Hội nghị chi bộ; hạn 30/11", Definition(), TODAY).name == "Hội nghị chi bộ"
    assert read_definition("Tỉnh ủy giao", Definition(), TODAY).name == "Tỉnh ủy giao"


def test_plans_are_names_with_numbers() -> None:
    assert read_plans("Húc Động 12; Đồng Tâm: 1.120, tất cả 5") == [("Húc Động", 12), ("Đồng Tâm", 1120), ("tất cả", 5)]
    with pytest.raises(ValueError, match="tên đơn vị"):
        read_plans("Húc Động")


def test_shares_are_rounded_half_up() -> None:
    assert percents((206, 134, 43, 6)) == ["52.96", "34.45", "11.05", "1.54"]
    assert percents((2491, 18358, 1607, 272)) == ["10.96", "80.77", "7.07", "1.20"]
    assert percents((0, 0)) == [None, None]
