"""The participation report: months that can be read, lines as scripts read them."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.roles import Office
from bot.refusals import TimeUnreadable
from bot.reports.participation import Line, document_of, participation, read_month
from bot.services.expected_lists import OF_A_CELL
from bot.services.participation import roll_up_all, write_due_months
from bot.services.rate import Counts
from tests import village
from tests.village import at


@pytest.mark.parametrize("text", ["2026-12", " 2026-01 "])
def test_a_month_is_a_year_and_two_digits(text: str) -> None:
    assert read_month(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-1",
        "12-2026",
        "2026-12-03",
        "tháng 12",
        "9999-12",
        "0001-01",
        "1929-12",
        "3000-01",
    ],
)
def test_another_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(TimeUnreadable) as refusal:
        read_month(text)
    assert refusal.value.facts == {"text": text, "example": "2026-12"}


def test_a_line_as_scripts_read_it() -> None:
    line = Line("thon", "Thôn Đông", 1, 2, Counts(25, 21, 3, 1), is_below=True)
    assert document_of(line) == {
        "code": "thon",
        "name": "Thôn Đông",
        "met": 1,
        "due": 2,
        "expected": 25,
        "present": 21,
        "excused": 3,
        "unexcused": 1,
        "rate_strict": "84.00",
        "rate_adjusted": "95.45",
    }


def test_where_nothing_was_expected_there_is_no_rate() -> None:
    document = document_of(Line("thon", "Thôn Đông", 0, 1, Counts(), is_below=False))
    assert (document["rate_strict"], document["rate_adjusted"]) == (None, None)


async def test_a_unit_without_a_past_is_all_zeros(each_db: AsyncSession) -> None:
    top = await village.commune(each_db)
    await village.cell(each_db, top)
    found = await participation(each_db, top, "2026-01", "2026-12")
    assert [(line.code, line.met, line.due, line.counts, line.is_below) for line in found] == [
        ("xa", 0, 0, Counts(), False),
        ("thon", 0, 0, Counts(), False),
    ]


async def test_months_are_added_up_from_the_first_through_the_last(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db), since=at(2026, 1, 1).date())
    await village.members(each_db, cell, 2)
    await write_due_months(each_db, at(2026, 4, 1))
    for month in (1, 2, 4):
        await village.held(each_db, cell, at(2026, month, 20), excused=month % 2)
    await roll_up_all(each_db, at(2026, 5, 1))
    sums = []
    for first, last in (("2026-01", "2026-01"), ("2026-01", "2026-03"), ("2026-02", "2026-04")):
        (line,) = await participation(each_db, cell, first, last)
        sums.append((line.met, line.due, line.counts.present, line.counts.expected))
    assert sums == [(1, 1, 1, 2), (2, 3, 3, 4), (2, 3, 4, 4)]


async def test_rates_of_different_kinds_are_never_merged(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    for person in await village.members(db, cell, 2):
        await village.office(db, person, cell, Office.CELL_COMMITTEE)
    for hour, kind in enumerate(OF_A_CELL, start=7):
        await village.held(db, cell, at(2026, 11, 20, hour), kind, unexcused=1)
    await roll_up_all(db, at(2026, 12, 1))
    found = {kind: (await participation(db, cell, "2026-11", "2026-11", kind))[0].counts.expected for kind in OF_A_CELL}
    joint = {MeetingKind.REGULAR: 4, MeetingKind.REGULAR_THEMATIC: 0}
    assert found == dict.fromkeys(OF_A_CELL, 2) | joint
