"""Person lines (rule 28): months are counted, not meetings; what is corrected is flagged anew or no longer."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, Attendance, Mark, RollLog
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member, Membership
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.model.warnings import UnitWarning
from bot.services.attendance import Source, record_answer
from bot.services.cell_persons import flagged_in
from bot.services.meetings import call_meeting, checked
from bot.services.person_lines import Line, Seen, heaviest, lines_of
from bot.services.roll import Marks, close_roll, take_roll
from bot.services.roll_changes import SETTLES
from bot.services.roll_warnings import look_at_rolls
from bot.services.unit_settings import UnitSettings, change
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of
from tests import village
from tests.village import at

P, X, K = Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED
USUAL = UnitSettings()


def month_by_month(marks: str, reason: Reason | None = None) -> list[Seen]:
    """`pxk`: present in January, away with leave in February, without in March."""
    known = {"p": P, "x": X, "k": K}
    return [Seen(date(2026, month, 3), known[one], reason) for month, one in enumerate(marks, 1)]


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ("pppppp", []),
        ("ppkppp", [Line.NOTE]),
        ("kppkpp", [Line.WARNING]),
        ("kpkpkp", [Line.CONSIDER]),
        ("kkkkkk", [Line.CONSIDER]),
        ("xxpxxp", []),
        ("xxxppp", [Line.EXCUSED_RUNNING]),
        ("xxxxxx", [Line.EXCUSED_RUNNING]),
        ("xxxpxxx", [Line.EXCUSED_RUNNING, Line.EXCUSED_RUNNING]),
        ("xxkxx", [Line.NOTE]),
    ],
)
def test_what_the_meetings_of_a_year_come_to(marks: str, found: list[Line]) -> None:
    assert [one.line for one in heaviest(lines_of(month_by_month(marks), 2026, USUAL))] == found


def test_two_meetings_of_one_month_are_one_month() -> None:
    twice = [Seen(date(2026, 3, day), K) for day in (3, 24)]
    assert [one.line for one in lines_of(twice, 2026, USUAL)] == [Line.NOTE]
    assert lines_of(twice, 2026, USUAL)[0].months == ["2026-03"]


def test_a_new_year_begins_anew() -> None:
    seen = [Seen(date(2026, 11, 3), K), Seen(date(2026, 12, 3), K), Seen(date(2027, 1, 4), K)]
    assert [[one.line for one in heaviest(lines_of(seen, year, USUAL))] for year in (2026, 2027)] == [
        [Line.WARNING],
        [Line.NOTE],
    ]


@pytest.mark.parametrize(
    ("reason", "is_personal"),
    [(Reason.FAMILY, True), (Reason.OTHER, True), (Reason.ILLNESS, False), (Reason.DUTY_TRIP, False), (None, False)],
)
def test_personal_business_is_what_people_call_so(reason: Reason | None, is_personal: bool) -> None:
    found = [one.line for one in lines_of(month_by_month("xpxpx", reason), 2026, USUAL)]
    assert (Line.PERSONAL in found) is is_personal
    assert Line.PERSONAL not in [
        one.line for one in lines_of(month_by_month("xpxpx", reason), 2026, USUAL, has_reasons=False)
    ]


def test_a_unit_sets_from_when_on() -> None:
    strict = replace(USUAL, excused_running=2, unexcused_months=(1, 3, 6))
    assert [one.line for one in heaviest(lines_of(month_by_month("xxkpkp"), 2026, strict))] == [
        Line.EXCUSED_RUNNING,
        Line.NOTE,
    ]
    assert not lines_of(month_by_month("xxxxxx"), 2026, replace(USUAL, excused_running=0))


@given(st.lists(st.sampled_from("pxk"), max_size=30), st.integers(1, 4))
def test_a_run_is_found_wherever_one_looks_for_it(marks: list[str], least: int) -> None:
    days = [date(2026, 1, 1) + timedelta(days=11 * number) for number in range(len(marks))]
    seen = [Seen(on, {"p": P, "x": X, "k": K}[one]) for on, one in zip(days, marks, strict=True)]
    found = lines_of(seen, 2026, replace(USUAL, excused_running=least))
    runs = {one.period for one in found if one.line is Line.EXCUSED_RUNNING}
    starts = {
        f"{days[number]}"
        for number in range(len(marks))
        if marks[number : number + least] == ["x"] * least and (number == 0 or marks[number - 1] != "x")
    }
    assert runs == starts


# Against the log


async def test_random_histories_agree_with_a_slow_recount_of_the_log(each_db: AsyncSession) -> None:
    """A year of two cells with random rolls, leaves and corrections: what stands each month is what is so."""
    luck, db = Random(28), each_db  # noqa: S311 - a history, no secret
    cells = [await village.cell(db, code=code, since=date(2025, 12, 1)) for code in ("mot", "hai")]
    people = [await village.members(db, cell, 4) for cell in cells]
    held: list[Meeting] = []
    for month in range(1, 13):
        for cell, members in zip(cells, people, strict=True):
            held += [await random_meeting(db, luck, cell, members, at(2026, month, luck.randint(2, 27), 19))]
        await correct_something(db, luck, held)
        now = at(2026, month, 28, 12)
        while await look_at_rolls(db, now):
            pass
        assert await standing(db) == await recounted(db), month
    assert len({name for _, name, _, _ in await standing(db)}) == len(Line)


async def random_meeting(
    db: AsyncSession, luck: Random, cell: Unit, members: Sequence[Member], starts_at: datetime
) -> Meeting:
    kind = luck.choice([MeetingKind.REGULAR] * 5 + [MeetingKind.REGULAR_THEMATIC, MeetingKind.THEMATIC])
    before = starts_at - timedelta(days=2)
    meeting = await call_meeting(db, cell, checked(kind, starts_at, "Nhà văn hóa", None, before), "test", before)
    marks: defaultdict[Mark, list[int]] = defaultdict(list)
    for one in members:
        mark = luck.choice([P, P, X, X, K])
        marks[mark].append(one.id)
        if mark is X:
            reason = luck.choice([Reason.FAMILY, Reason.ILLNESS])
            await record_answer(db, meeting.id, one.id, Answer.AWAY, Source("test", "test"), before, reason)
    await take_roll(db, meeting.id, Marks(marks[P], marks[X], marks[K]), "test", starts_at)
    return await close_roll(db, meeting.id, "test", starts_at + timedelta(hours=2))


async def correct_something(db: AsyncSession, luck: Random, held: Sequence[Meeting]) -> None:
    meeting = luck.choice(held)
    listed = (await db.scalars(select(Attendance.member_id).where(Attendance.meeting_id == meeting.id))).all()
    who, mark = luck.choice(listed), luck.choice([P, X, K])
    present, excused, unexcused = ([who] if one is mark else [] for one in (P, X, K))
    said = Marks(present, excused, unexcused)
    await take_roll(db, meeting.id, said, "test", max(one.closed_at for one in held if one.closed_at))


async def standing(db: AsyncSession) -> set[tuple[int, str, str, str]]:
    found = await db.execute(
        select(UnitWarning.unit_id, UnitWarning.name, UnitWarning.subject, UnitWarning.period).where(
            UnitWarning.name.in_(list(Line)), UnitWarning.stage == "secretary"
        )
    )
    return {(unit_id, name, subject, period) for unit_id, name, subject, period in found}


async def recounted(db: AsyncSession) -> set[tuple[int, str, str, str]]:
    """Out of the roll's log alone, without a line of the code that is tested."""
    final: dict[tuple[int, int], Mark] = {}
    for row in await db.scalars(select(RollLog).order_by(RollLog.id)):
        final[row.meeting_id, row.member_id] = row.became
    truth = set()
    histories: defaultdict[tuple[int, int], list[tuple[datetime, Mark, Reason | None]]] = defaultdict(list)
    for (meeting_id, member_id), mark in final.items():
        meeting = await db.get_one(Meeting, meeting_id)
        if meeting.closed_at and meeting.kind in {"regular", "regular_thematic"}:
            listed = select(Attendance).filter_by(meeting_id=meeting_id, member_id=member_id)
            reason = (await db.scalars(listed)).one().reason
            histories[meeting.cell_id, member_id].append((meeting.starts_at, mark, reason))
    for (cell_id, member_id), history in histories.items():
        running: list[datetime] = []
        months, personal = set(), 0
        for starts_at, mark, reason in sorted(history):
            running = [*running, starts_at] if mark is X else []
            months |= {(starts_at + timedelta(hours=7)).month} if mark is K else set()
            personal += mark is X and reason in {Reason.FAMILY, Reason.OTHER}
            if len(running) == 3:
                truth.add((cell_id, "excused_running", f"member:{member_id}", f"{day_of(running[0])}"))
        levels = ["unexcused_note", "unexcused_warning", "unexcused_consider"][: len(months)]
        names = [*levels, *(["personal_excuses"] if personal >= 3 else [])]
        truth |= {(cell_id, name, f"member:{member_id}", "2026") for name in names}
    return truth


# What the secretary is told


async def led_cell(db: AsyncSession, now: datetime) -> tuple[Unit, Member, Sequence[Member]]:
    cell = await village.cell(db, await village.commune(db, since=date(2025, 12, 1)), since=date(2025, 12, 1))
    secretary, *others = await village.members(db, cell, 5)
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, now)
    return cell, secretary, others


async def missed(db: AsyncSession, cell: Unit, who: Sequence[Member], month: int) -> Meeting:
    """A regular meeting that these missed without leave."""
    starts_at = at(2026, month, 3, 8)
    before = starts_at - timedelta(days=1)
    regular = checked(MeetingKind.REGULAR, starts_at, "Nhà văn hóa", None, before)
    meeting = await call_meeting(db, cell, regular, "test", before)
    said = Marks(unexcused=[one.id for one in who], everybody_present=True)
    await take_roll(db, meeting.id, said, "test", starts_at)
    return await close_roll(db, meeting.id, "test", starts_at)


async def looked(db: AsyncSession, meeting: Meeting, later: timedelta = timedelta(0)) -> list[str]:
    """What is said when the clock looks at the roll."""
    known = set(await db.scalars(select(Notice.id)))
    assert meeting.closed_at
    await look_at_rolls(db, meeting.closed_at + SETTLES + later)
    found = await db.scalars(select(Notice).where(Notice.about.startswith("looked:")).order_by(Notice.id))
    return [one.content["text"] for one in found if one.id not in known and one.content]


async def test_the_third_month_is_said_in_the_words_of_the_statute_and_names_nobody(db: AsyncSession) -> None:
    cell, _, (an, *_) = await led_cell(db, at(2026, 1, 1))
    said = [await looked(db, await missed(db, cell, [an], month)) for month in (2, 5, 9)]
    assert [text for (text,) in said if "xem xét" in text] == [said[2][0]]
    assert f"1 đồng chí vắng không lý do nhiều tháng trong năm: {words.ARTICLE}." in said[2][0]
    assert words.ARTICLE == "chi bộ phải xem xét theo Điều 8"
    assert not [text for (text,) in said if an.name in text]
    (flagged,) = await flagged_in(db, cell, 2026, at(2026, 9, 4))
    assert flagged.member == an
    assert flagged.lines[-1].months == ["2026-02", "2026-05", "2026-09"]


async def test_a_correction_takes_back_what_is_no_longer_so_and_says_it_once(db: AsyncSession) -> None:
    cell, _, (an, *_) = await led_cell(db, at(2026, 1, 1))
    meeting = await missed(db, cell, [an], 2)
    await looked(db, meeting)
    await take_roll(db, meeting.id, Marks(present=[an.id]), "test", at(2026, 2, 4))
    (text,) = await looked(db, meeting, timedelta(days=2))
    assert words.TAKEN_BACK.format(count=1) in text
    assert await standing(db) == set()
    assert await looked(db, meeting, timedelta(days=3)) == []


async def test_several_corrections_in_a_row_are_told_of_as_one(db: AsyncSession) -> None:
    cell, _, (an, lan, *_) = await led_cell(db, at(2026, 1, 1))
    meeting = await missed(db, cell, [an], 2)
    assert meeting.closed_at
    soon = meeting.closed_at + timedelta(minutes=5)
    await take_roll(db, meeting.id, Marks(present=[an.id], unexcused=[lan.id]), "test", soon)
    assert await look_at_rolls(db, meeting.closed_at + SETTLES) == 0
    (text,) = await looked(db, meeting, timedelta(minutes=5))
    assert words.IN_COUNTS["unexcused_note"].format(count=1) in text
    assert {one.member for one in await flagged_in(db, cell, 2026, soon)} == {lan}


async def test_nobody_hears_what_is_flagged_of_themselves(db: AsyncSession) -> None:
    """The deputy is told of the secretary; where there is no deputy, whoever follows the cell, in counts."""
    now = at(2026, 1, 1)
    cell, secretary, (an, deputy, *_) = await led_cell(db, now)
    first = await missed(db, cell, [secretary, an], 2)
    await looked(db, first)
    await village.office(db, deputy, cell, held=Office.DEPUTY_SECRETARY)
    await village.reachable_at(db, deputy, now)
    second = await missed(db, cell, [secretary], 3)
    await looked(db, second)
    told = (await db.scalars(select(Notice).where(Notice.about.startswith("looked:")).order_by(Notice.id))).all()
    warned = [one.member_id for one in told if one.content and "nhiều tháng" in one.content["text"]]
    assert warned == [deputy.id]
    assert [one.member for one in await flagged_in(db, cell, 2026, now, but=[secretary.id])] == [an]
    notes = [one for one in told if one.member_id == secretary.id and one.content]
    assert all("2 đồng chí" not in one.content["text"] for one in notes if one.content)


async def test_whoever_leads_where_nobody_can_be_reached_is_spoken_of_to_the_supervisor_in_counts(
    db: AsyncSession,
) -> None:
    now = at(2026, 1, 1)
    commune = await village.commune(db, since=date(2025, 12, 1))
    cell = await village.cell(db, commune, since=date(2025, 12, 1))
    an, supervisor, *_ = await village.members(db, cell, 5)
    await village.office(db, supervisor, commune, Office.ASSIGNED_SUPERVISOR)
    await village.reachable_at(db, supervisor, now)
    await looked(db, await missed(db, cell, [an], 2))
    told = (await db.scalars(select(Notice).where(Notice.member_id == supervisor.id))).all()
    texts = [one.content["text"] for one in told if one.content]
    assert sum("chưa đạt" in text for text in texts) == 1
    assert any(words.IN_COUNTS["unexcused_note"].format(count=1) in text for text in texts)
    assert not any(an.name in text for text in texts)
    assert all(vi.cell(cell.name) in text for text in texts)


async def test_without_anybody_who_follows_the_cell_the_caretakers_hear_of_it_once_a_day(db: AsyncSession) -> None:
    now = at(2026, 1, 1)
    top = await village.commune(db, since=date(2025, 12, 1))
    cell = await village.cell(db, top, since=date(2025, 12, 1))
    an, keeper, *_ = await village.members(db, cell, 5)
    await village.office(db, keeper, top, Office.OFFICE)
    await village.reachable_at(db, keeper, now)
    await looked(db, await missed(db, cell, [an], 2))
    await looked(db, await missed(db, cell, [an], 3))
    await looked(db, await missed(db, cell, [an], 4))
    told = (await db.scalars(select(Notice).where(Notice.about.startswith("untold:")))).all()
    assert [one.member_id for one in told] == [keeper.id] * 3
    texts = [one.content["text"] for one in told if one.content]
    assert [text.count(vi.cell(cell.name)) for text in texts] == [1, 1, 1]
    assert not any(an.name in text for text in texts)


async def test_the_months_follow_whoever_moves_and_the_new_secretary_is_told(each_db: AsyncSession) -> None:
    """What a correction at the old cell changes is told where the person is now, and no more where they were."""
    db = each_db
    cell, _, (an, *_) = await led_cell(db, at(2026, 1, 1))
    other = await village.cell(db, code="moi", since=date(2025, 12, 1))
    chief, *_ = await village.members(db, other, 3)
    await village.office(db, chief, other)
    await village.reachable_at(db, chief, at(2026, 1, 1))
    first = await missed(db, cell, [an], 2)
    await looked(db, first)
    (there,) = await db.scalars(select(Membership).where(Membership.member_id == an.id))
    there.until_on = date(2026, 3, 1)
    db.add(Membership(member_id=an.id, unit_id=other.id, from_on=date(2026, 3, 1)))
    await db.flush()
    (text,) = await looked(db, await missed(db, other, [an], 4))
    assert words.IN_COUNTS["unexcused_warning"].format(count=1) in text
    assert {(unit, name) for unit, name, _, _ in await standing(db)} == {
        (cell.id, "unexcused_note"), (other.id, "unexcused_note"), (other.id, "unexcused_warning"),
    }  # fmt: skip
    await take_roll(db, first.id, Marks(present=[an.id]), "test", at(2026, 4, 5))
    said = await looked(db, first, timedelta(days=65))
    assert [words.TAKEN_BACK.format(count=1) in text for text in said if "Thôn moi" in text] == [True]
    assert not [text for text in said if "Thôn thon" in text and "đồng chí" in text]
    assert {name for _, name, _, _ in await standing(db)} == {"unexcused_note"}


async def test_a_unit_may_ask_for_less(db: AsyncSession) -> None:
    cell, _, (an, *_) = await led_cell(db, at(2026, 1, 1))
    change(cell, "unexcused_months", "2 3 4")
    await looked(db, await missed(db, cell, [an], 2))
    assert await standing(db) == set()


async def test_a_night_is_left_alone(db: AsyncSession) -> None:
    cell, _, (an, *_) = await led_cell(db, at(2026, 1, 1))
    meeting = await missed(db, cell, [an], 2)
    assert await looked(db, meeting, timedelta(hours=14)) == []
    assert len(await looked(db, meeting, timedelta(hours=24))) == 1
