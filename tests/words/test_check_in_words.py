"""A code to check in with, a line that names its day, and what a line of the roll says beside the marks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import NobodyIsThereForOthers, NotOnRollList, Refused, RollUnreadable, SaidTwice
from bot.words.check_ins import code_said
from bot.words.roll_day import day_said
from bot.words.roll_line import Absence, RollSaid
from bot.words.roll_manner import Clause, read_line

TODAY = date(2026, 12, 7)
NAMES = [f"Trần Văn Số{chr(97 + number)}" for number in range(12)]
LATE, EARLY, IN_TIME, BEHALF = Clause.LATE, Clause.EARLY, Clause.IN_TIME, Clause.ON_BEHALF


@pytest.mark.parametrize(
    "text", ["DD 4821", "dd4821", "đd: 4821", "Điểm danh 4821", "/start DD4821", "DD. 4821 .", "mã điểm danh 4821"]
)
def test_a_code_behind_its_word(text: str) -> None:
    said = code_said(text)
    assert said is not None
    assert (said.code, said.is_named) == ("4821", True)


def test_four_digits_alone_may_be_a_code() -> None:
    said = code_said(" 0482. ")
    assert said is not None
    assert (said.code, said.is_named) == ("0482", False)


@pytest.mark.parametrize(
    "text", ["DD 27/30 vang: 4P 9K", "DD 4 9P", "DD 482", "DD 48211", "482", "48210", "DD", "có 4821 người", "4821P"]
)
def test_what_the_clerk_writes_is_no_code(text: str) -> None:
    assert code_said(text) is None


# The day


@pytest.mark.parametrize(
    ("text", "on", "rest"),
    [
        ("DD 05/12 27/30 vang: 4P 9K", date(2026, 12, 5), "DD 27/30 vang: 4P 9K"),
        ("dd 5.12 27/30", date(2026, 12, 5), "DD 27/30"),
        ("điểm danh ngày 5/12 đủ", date(2026, 12, 5), "DD đủ"),
        ("DD 05/12/2026 vắng 4P", date(2026, 12, 5), "DD vắng 4P"),
        ("DD 5/12/26", date(2026, 12, 5), "DD"),
        ("DD 28/12 27/30", date(2025, 12, 28), "DD 27/30"),
    ],
)
def test_a_line_may_name_its_day(text: str, on: date, rest: str) -> None:
    said = day_said(text, TODAY)
    assert said is not None
    assert (said.on, said.rest, said.is_sure) == (on, rest, True)


def test_two_numbers_may_be_a_day_or_a_count() -> None:
    said = day_said("DD 10/12 vắng 4P 9K", TODAY)
    assert said is not None
    assert (said.is_sure, said.second) == (False, 12)


@pytest.mark.parametrize("text", ["DD 27/30 vang 4P", "DD 4-9P", "DD 4-9", "DD 31/02 27/30", "vắng 5/12", "DD vắng 4"])
def test_what_names_no_day(text: str) -> None:
    assert day_said(text, TODAY) is None


# Beside the marks


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("muộn 5 7, về sớm 9", {LATE: (5, 7), EARLY: (9,)}),
        ("DD muon: 5", {LATE: (5,)}),
        ("đi trễ 2, 3 và 4", {LATE: (2, 3, 4)}),
        ("đến muộn 5-7 và 9", {LATE: (5, 6, 7, 9)}),
        ("không muộn 5", {IN_TIME: (5,)}),
        ("ra về sớm 12", {EARLY: (12,)}),
    ],
)
def test_who_was_late_or_left_early(text: str, beside: dict[Clause, tuple[int, ...]]) -> None:
    line = read_line(text, NAMES)
    assert line is not None
    assert line.said == RollSaid()
    assert {clause: numbers for clause, numbers in line.beside.items() if numbers} == beside


def test_it_may_stand_behind_the_whole_roll() -> None:
    line = read_line("DD 10/12 vang: 4P 9K; muon 5 7; ve som 1", NAMES)
    assert line is not None
    assert line.said.away == ((4, Absence.EXCUSED), (9, Absence.UNEXCUSED))
    assert line.said.rest_present
    assert (line.of(LATE), line.of(EARLY)) == ((5, 7), (1,))


def test_for_whom_others_spoke_is_marked_alone() -> None:
    line = read_line("thay 5P, 9K.", NAMES)
    assert line is not None
    assert line.said == RollSaid(away=((5, Absence.EXCUSED), (9, Absence.UNEXCUSED)))
    assert line.of(BEHALF) == (5, 9)


def test_for_whom_others_spoke_is_counted_with_the_rest() -> None:
    line = read_line("DD 9/12 vắng 4P 9K, thay 12P", NAMES)
    assert line is not None
    assert [number for number, _ in line.said.away] == [4, 9, 12]
    assert line.of(BEHALF) == (12,)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("có mặt thay: 5", NobodyIsThereForOthers),
        ("muộn 40", NotOnRollList),
        ("vắng 4 muộn 4", SaidTwice),
        ("muộn 5, không muộn 5", SaidTwice),
        ("muộn 5, ốm nặng", RollUnreadable),
    ],
)
def test_what_has_no_certain_meaning_is_refused(text: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        read_line(text, NAMES)


WRITTEN = st.lists(
    st.sampled_from(
        ["muộn", "về sớm", "thay", "không muộn", "vắng", "đủ", "DD", "05/12", "10/12", "4", "5P", "9K", "5-7", "40",
         ",", ";", ":", "và", "phút", "Sốa", "có mặt"]
    ),
    max_size=9,
).map(" ".join)  # fmt: skip


@given(WRITTEN | st.text(max_size=40))
def test_whatever_is_written_is_a_line_is_none_or_is_refused(text: str) -> None:
    """And nobody is named who is not on the list."""
    day_said(text, TODAY)
    code_said(text)
    try:
        line = read_line(text, NAMES)
    except Refused:
        return
    if line is not None:
        named = [*(number for number, _ in line.said.away), *line.said.present, *sum(line.beside.values(), ())]
        assert set(named) <= set(range(1, 13))


@pytest.mark.parametrize("text", ["đến muộn", "muộn 15 phút", "vắng ốm", "muộn 5P"])
def test_ones_own_words_are_no_line(text: str) -> None:
    assert read_line(text, NAMES) is None


def test_a_number_that_nobody_has_any_more_is_not_on_the_list() -> None:
    names = [*NAMES[:3], "", *NAMES[4:]]
    line = read_line("DD 9/11 vắng 3-5P", names)
    assert line is not None
    assert [number for number, _ in line.said.away] == [3, 5]
    with pytest.raises(NotOnRollList):
        read_line("muộn 4", names)
