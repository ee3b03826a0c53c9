"""Each habit of the people who keep rosters, with a workbook that has it."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.services.roster.reading import read_roster
from tests.services.roster.rosters import THREE, TODAY, bad_cells, read, warned, who
from tests.tables import all_are, wrong

PLAIN = (
    "plain", "title-rows", "two-row-header", "two-row-header-unmerged", "total-line", "several-sheets",
    "repeated-header", "name-in-two-columns", "name-under-one-heading", "other-headings", "excel-dates", "decomposed",
    "signatures-alone", "groups", "cells-first",
)  # fmt: skip


def test_the_same_three_people_are_read() -> None:
    assert wrong(all_are((THREE, []), PLAIN), lambda habit: (who(read(habit)), read(habit).bad)) == {}


def test_their_years_and_phones_are_the_same() -> None:
    facts = [(1975, "+84900000001"), (1980, "+84900000002"), (1990, "+84900000003")]
    assert wrong(all_are(facts, PLAIN), lambda habit: [(one.birth_year, one.phone) for one in read(habit).people]) == {}


def days(habit: str) -> list[date | None]:
    first, second, third = read(habit).people
    return [first.joined_on, first.official_on, second.joined_on, second.official_on, third.official_on]


def test_their_days_are_the_same() -> None:
    habits = [name for name in PLAIN if name not in {"several-sheets", "repeated-header"}]
    same = [date(1999, 2, 3), date(2000, 2, 3), date(2004, 5, 19), date(2005, 5, 19), date(2016, 9, 2)]
    assert wrong(all_are(same, habits), days) == {}


def test_the_committee_is_named_above_the_headings() -> None:
    assert read("title-rows").title == "Đảng ủy xã Sơn Đông"
    assert read("plain").title is None


def test_people_of_the_families_tong_and_cong_are_no_totals() -> None:
    assert [name for name, _ in who(read("family-named-total"))] == ["Tống Văn Cộng", "Công Thị Tổng", "Lê Kim Cúc"]


def test_a_line_between_the_people_names_their_cell() -> None:
    sheet = read("heading-rows")
    assert [cell for _, cell in who(sheet)] == ["THÔN ĐOÀI", "THÔN ĐOÀI", "Thôn Đông", "Trường Mầm non", "Bách hóa"]
    assert sheet.bad == []


def test_a_line_that_may_be_a_cell_is_asked_about() -> None:
    assert "Danh sách!A10" in warned(read("heading-rows"))


def test_a_cell_made_one_with_those_below_counts_for_all() -> None:
    assert [cell for _, cell in who(read("cells-merged-down"))] == ["Thôn Đoài", "Thôn Đoài", "Thôn Đông", "Thôn Đông"]


def test_a_hidden_sheet_and_one_without_people_are_passed_over_aloud() -> None:
    assert {"Tổng hợp", "Nháp"} <= set(warned(read("several-sheets")))


def test_the_title_may_name_the_only_cell() -> None:
    assert {cell for _, cell in who(read("one-cell-in-the-title"))} == {"THÔN ĐOÀI"}


def test_without_a_cell_anywhere_the_row_is_bad() -> None:
    sheet = read("no-cell-anywhere")
    assert (sheet.people, bad_cells(sheet)) == ([], ["Sheet1!B2"])


def test_phones_are_read_as_spreadsheets_and_people_spoil_them() -> None:
    phones = [person.phone for person in read("phones").people]
    assert phones == ["+84900000001", "+84900000002", "+84900000003", "+84834000004", "+84841000005", None, None]


def test_a_phone_nobody_can_read_is_a_bad_cell() -> None:
    assert bad_cells(read("bad-phones")) == ["Danh sách!H2", "Danh sách!H3"]


def test_one_day_is_one_day_however_it_is_written() -> None:
    days = [person.joined_on for person in read("dates-as-text").people]
    assert days == [date(1999, 2, 3)] * 6 + [date(1999, 2, 1), date(1999, 1, 1)]


def test_a_day_that_never_was_is_a_bad_cell() -> None:
    sheet = read("impossible-dates")
    assert (sheet.people, bad_cells(sheet)) == ([], ["Danh sách!F2", "Danh sách!G3", "Danh sách!F4"])


@pytest.mark.parametrize("habit", ["tcvn3", "vni"])
def test_text_from_before_unicode_is_converted_and_said_to_be(habit: str) -> None:
    sheet = read(habit)
    assert who(sheet) == [*THREE, ("Vi Thị Én", "Thôn Ấm")]
    assert (sheet.title, sheet.people[3].notes[0].kind, warned(sheet)) == (
        "Đảng ủy xã Sơn Đông",
        "exempt",
        ["Danh sách"],
    )


def test_small_letters_in_a_font_of_capitals_are_names_with_capitals() -> None:
    assert [name for name, _ in who(read("tcvn3-capitals"))] == [name for name, _ in THREE]


def test_notes_tell_standing_or_are_asked_about() -> None:
    sheet = read("notes")
    kinds = [note.kind for person in sheet.people for note in person.notes]
    assert kinds == ["exempt", "temporary_out", "temporary_in", "special_duty"]
    assert warned(sheet) == ["Danh sách!I6", "Danh sách!I7"]


def test_a_cross_in_the_column_of_the_exempt_is_a_note() -> None:
    exempt = [[note.from_on for note in person.notes] for person in read("crosses-for-exempt").people]
    assert exempt == [[None], [date(2025, 1, 1)], []]


def test_what_is_odd_is_said_and_read_all_the_same() -> None:
    sheet = read("odd")
    assert (len(sheet.people), sheet.bad) == (5, [])
    assert {"Danh sách!F2", "Danh sách!A3", "Danh sách!G4", "Danh sách!A5", "Danh sách!E6"} <= set(warned(sheet))


def test_a_person_repeated_to_the_letter_is_bad_and_a_namesake_is_not() -> None:
    sheet = read("repeated-people")
    assert (bad_cells(sheet), len(sheet.people)) == (["Danh sách!A4"], 3)


def test_each_bad_row_says_its_cell_and_stops_nobody() -> None:
    sheet = read("bad-rows")
    assert bad_cells(sheet) == [f"Danh sách!{cell}" for cell in ("B2", "B3", "D4", "B5", "B6", "C7", "C8")]
    assert who(sheet) == [THREE[2]]


def test_a_formula_is_a_bad_cell_unless_the_column_is_not_read() -> None:
    sheet = read("formulas")
    assert bad_cells(sheet) == ["Danh sách!H2", "Danh sách!B3", "Danh sách!B5"]
    assert who(sheet) == [THREE[2]]


def test_what_may_not_be_kept_is_nowhere_in_what_is_read() -> None:
    everything = repr(read("ignored-columns"))
    assert not [kept for kept in ("123456", "025075", "Kinh", "ngõ", "12/07", "1975, 7") if kept in everything]


def test_no_reason_repeats_what_the_cell_holds() -> None:
    reasons = " ".join(bad.reason for name in ("bad-rows", "bad-phones", "formulas") for bad in read(name).bad)
    assert not [held for held in ("Nguyễn", "0900", "2090", "http") if held in reasons]


def test_a_name_that_is_also_a_word_of_secrecy_is_asked_about() -> None:
    sheet = read("named-like-a-mark")
    assert (len(sheet.people), warned(sheet)) == (3, ["Danh sách!B2"])


def test_headings_without_people_are_an_empty_roster() -> None:
    sheet = read("header-only")
    assert (sheet.people, sheet.bad, warned(sheet)) == ([], [], ["Danh sách"])


@pytest.mark.parametrize("heading", ["Tổ đảng", "Tổ", "TỔ ĐẢNG SỐ"])
def test_a_column_names_the_group_of_the_cell(tmp_path: Path, heading: str) -> None:
    book = Workbook()
    page = book.worksheets[0]
    for row in (
        ["STT", "Họ và tên", "Năm sinh", "Chi bộ", heading],
        [1, "Nguyễn Văn An", 1975, "Thôn Đoài", "Tổ 1"],
        [2, "Trần Thị Bình", 1980, "Thôn Đoài", 2],
        [3, "Lê Kim Cúc", 1990, "Thôn Đông", "-"],
    ):
        page.append(row)
    book.save(tmp_path / "groups.xlsx")
    sheet = read_roster(tmp_path / "groups.xlsx", TODAY)
    assert [one.group for one in sheet.people] == ["Tổ 1", "2", None]
    assert who(sheet) == THREE
