"""The roster of Bạch Lưu, as the commune keeps it."""

from collections import Counter
from datetime import date

from openpyxl import load_workbook

from tests.services.roster.rosters import FOLDER, TODAY, read

ROSTER = read("bach-luu")


def raw() -> list[tuple[object, ...]]:
    """The same rows by the plainest way there is: those with a number in front."""
    page = load_workbook(FOLDER / "bach-luu.xlsx")["Danh sách"]
    return [row for row in page.iter_rows(values_only=True) if isinstance(row[0], int)]


def test_it_has_165_members_in_10_cells_and_nothing_bad() -> None:
    assert (len(ROSTER.people), len({person.cell for person in ROSTER.people}), ROSTER.bad) == (165, 10, [])


def test_it_is_the_list_of_its_committee() -> None:
    assert ROSTER.title == "Đảng ủy xã Bạch Lưu"


def test_names_cells_and_years_are_those_of_the_file() -> None:
    read_out = [(person.name, person.cell, person.birth_year) for person in ROSTER.people]
    assert read_out == [(row[1], row[4], row[2] or row[3]) for row in raw()]


def test_each_duty_is_found_as_often_as_it_is_written() -> None:
    written = Counter(row[5] for row in raw())
    duties = Counter(person.duty for person in ROSTER.people)
    assert duties["secretary"] == written["Bí thư"] == 10
    assert duties["deputy_secretary"] == written["Phó Bí thư"] == 8
    assert duties["cell_committee"] == written["Chi ủy viên"] == 8


def test_each_note_is_found_as_often_as_it_is_written() -> None:
    written = Counter(row[9] for row in raw() if row[9])
    notes = Counter(note for person in ROSTER.people for note in person.notes)
    exempt = [n for note, n in notes.items() if note.kind == "exempt" and note.from_on == date(2025, 1, 1)]
    away = [n for note, n in notes.items() if note.kind == "temporary_out" and note.until_on == date(2027, 6, 30)]
    assert exempt == [written["Miễn sinh hoạt từ 01/2025"]] == [12]
    assert away == [written["Đi làm ăn xa, chuyển SH tạm thời đến 30/6/2027"]] == [4]


def test_whoever_has_no_official_date_is_on_probation_and_warned_of() -> None:
    probationary = [p.where for p in ROSTER.people if p.official_on is None or p.official_on > TODAY]
    assert len(probationary) == sum(row[7] is None for row in raw()) == len(ROSTER.warnings) == 6


def test_every_phone_written_is_read() -> None:
    phones = [person.phone for person in ROSTER.people if person.phone]
    assert len(phones) == sum(row[8] is not None for row in raw()) == 145
    assert ROSTER.people[8].phone == "+84900000009"
