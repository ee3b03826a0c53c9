"""Grades that are kept: computed from the roll and its history, counted anew, confirmed, summed up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.scores import Grade, MeetingScore
from bot.model.units import Unit
from bot.refusals import (
    NoSuchCriterion,
    NoSuchProfile,
    NotScored,
    PointsWrong,
    ProfileWrong,
    RollStillOpen,
    ScoreChanged,
    ScoreOutdated,
    ScoreUnfinished,
)
from bot.services import minutes
from bot.services.roll import Marks, take_roll
from bot.services.scoring import kept_sheets, scores
from bot.services.scoring.facts import facts_of
from bot.services.scoring.grades import grades, grades_of
from bot.services.scoring.sheets import shipped, shipped_texts
from bot.services.tree import move_unit
from bot.services.unit_settings import change
from tests import village

PHU_THO = shipped()["phu_tho_100"]
FRAME = shipped()["hd12_frame"]


async def said(db: AsyncSession, meeting: Meeting, **but: int) -> MeetingScore | None:
    """All that is asked by the sheet of a hundred points, most of it in full."""
    for one in PHU_THO.asked:
        await scores.say(db, meeting, PHU_THO, one.key, but.get(one.key, one.most), "test", meeting.starts_at)
    return await scores.score_of(db, meeting.id)


async def months(
    db: AsyncSession, cell: Unit, person: Member, reasons: Sequence[Reason | None], year: int = 2026
) -> Meeting:
    """A regular meeting a month; None: they came, else they were excused for this reason. The last one."""
    held: Meeting | None = None
    for month, reason in enumerate(reasons, 1):
        at = village.at(year, month, 5)
        held = await village.held(db, cell, at)
        if reason is not None:
            await take_roll(db, held.id, Marks(excused=[person.id]), "test", at)
            (await village.row_of(db, held, person)).reason = reason
    assert held is not None
    await db.flush()
    return held


async def test_the_history_counts_the_year_and_no_other(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, since=date(2025, 1, 1))
    person, _ = await village.members(each_db, cell, 2)
    await months(each_db, cell, person, [Reason.FAMILY] * 3, 2025)
    ill, own = Reason.ILLNESS, Reason.FAMILY
    last = await months(each_db, cell, person, [own, None, ill, own, ill, Reason.OTHER])
    facts = await facts_of(each_db, last)
    assert (facts.excused_running, facts.personal) == (4, 3)


async def test_a_meeting_of_another_kind_neither_counts_nor_interrupts(db: AsyncSession) -> None:
    cell = await village.cell(db, since=date(2025, 1, 1))
    person, _ = await village.members(db, cell, 2)
    await months(db, cell, person, [Reason.ILLNESS] * 2)
    await village.held(db, cell, village.at(2026, 2, 20), MeetingKind.STUDY)
    at = village.at(2026, 3, 5)
    both = await village.held(db, cell, at, MeetingKind.REGULAR_THEMATIC)
    await take_roll(db, both.id, Marks(excused=[person.id]), "test", at)
    assert (await facts_of(db, both)).excused_running == 3


async def test_who_goes_over_no_limit_today_is_not_held_against_the_meeting(db: AsyncSession) -> None:
    cell = await village.cell(db, since=date(2025, 1, 1))
    person, _ = await village.members(db, cell, 2)
    last = await months(db, cell, person, [Reason.FAMILY] * 5 + [Reason.DUTY_TRIP])
    assert (await facts_of(db, last)).personal == 0
    came = await months(db, cell, person, [Reason.FAMILY] * 5 + [None], 2027)
    assert ((await facts_of(db, came)).excused_running, (await facts_of(db, came)).personal) == (0, 0)


@pytest.mark.parametrize(("kind", "wanted"), [(MeetingKind.REGULAR, 60), (MeetingKind.REGULAR_THEMATIC, 120)])
async def test_the_length_comes_from_the_minutes_and_the_setting(
    db: AsyncSession, now: datetime, kind: MeetingKind, wanted: int
) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 2)
    change(cell, "min_minutes", "60")
    held = await village.held(db, cell, now, kind)
    assert (await facts_of(db, held)).minutes is None
    await minutes.end(db, held, now + timedelta(minutes=75), "test", now + timedelta(hours=2))
    facts = await facts_of(db, held)
    assert (facts.minutes, facts.least_minutes) == (75, wanted)


async def test_once_all_is_said_the_grade_is_kept_and_a_correction_makes_it_stale(
    each_db: AsyncSession, now: datetime
) -> None:
    db, cell = each_db, await village.cell(each_db)
    people = await village.members(db, cell, 10)
    held = await village.held(db, cell, now, unexcused=1)
    score = await said(db, held)
    assert score is not None
    assert (score.points, score.grade) == (98, Grade.GOOD)
    assert not await scores.is_stale(db, held, PHU_THO, score)
    await take_roll(db, held.id, Marks(present=[people[0].id]), "test", now)
    assert await scores.is_stale(db, held, PHU_THO, score)
    with pytest.raises(ScoreOutdated):
        await scores.confirm(db, held, scores.digest_of(score), "test", now)
    await scores.count_anew(db, held, PHU_THO, "test", now)
    assert (score.points, score.confirmed_at) == (100, None)


async def test_what_is_said_must_be_asked_and_within_the_points(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, now)
    for key, got, refusal in (
        ("conduct", 46, PointsWrong),
        ("attendance", 1, NoSuchCriterion),
        ("x", 1, NoSuchCriterion),
    ):
        with pytest.raises(refusal):
            await scores.say(db, held, PHU_THO, key, got, "test", now)
    with pytest.raises(ScoreUnfinished):
        await scores.count_anew(db, held, PHU_THO, "test", now)


async def test_nothing_is_graded_before_the_closing_and_no_committee(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    open_meeting = await village.meeting(db, cell, now)
    with pytest.raises(RollStillOpen):
        await scores.say(db, open_meeting, PHU_THO, "conduct", 1, "test", now)
    held = await village.held(db, cell, now + timedelta(days=2), MeetingKind.STUDY)
    with pytest.raises(NotScored):
        await scores.say(db, held, PHU_THO, "conduct", 1, "test", now)


async def test_a_sheet_that_needs_the_hours_waits_for_them(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, now)
    for one in FRAME.asked:
        score = await scores.say(db, held, FRAME, one.key, 1, "test", now)
    assert scores.kept(score) is None
    with pytest.raises(ScoreUnfinished):
        await scores.count_anew(db, held, FRAME, "test", now)
    await minutes.end(db, held, now + timedelta(minutes=95), "test", now + timedelta(hours=2))
    assert (await scores.count_anew(db, held, FRAME, "test", now)).grade is Grade.GOOD


async def test_only_the_grade_that_was_shown_is_confirmed(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, now)
    score = await said(db, held)
    assert score is not None
    shown = scores.digest_of(score)
    await said(db, held, conduct=10)
    with pytest.raises(ScoreChanged):
        await scores.confirm(db, held, shown, "test", now)
    await scores.confirm(db, held, scores.digest_of(score), "supervisor", now)
    await scores.confirm(db, held, scores.digest_of(score), "another", now)
    assert score.confirmed_by == "supervisor"


async def test_the_setting_says_which_sheet_else_the_one_used_last(db: AsyncSession, now: datetime) -> None:
    top = await village.commune(db)
    cell = await village.cell(db, top)
    await village.members(db, cell, 3)
    first = await village.held(db, cell, now)
    assert await scores.sheet_for(db, first) is None
    await said(db, first)
    second = await village.held(db, cell, now + timedelta(days=30))
    assert await scores.sheet_for(db, second) == PHU_THO
    change(top, "scoring_profile", "tra_vinh")
    assert await scores.sheet_for(db, second) == shipped()["tra_vinh"]
    change(cell, "scoring_profile", "none")
    assert await scores.sheet_for(db, second) == PHU_THO
    change(cell, "scoring_profile", "gone")
    with pytest.raises(NoSuchProfile):
        await scores.sheet_for(db, second)


async def test_an_office_writes_its_own_sheet_for_all_below(each_db: AsyncSession, now: datetime) -> None:
    db, top = each_db, await village.commune(each_db)
    cell = await village.cell(db, top)
    text = shipped_texts()["tra_vinh"]
    await kept_sheets.keep_sheet(db, top, "own", text, "test", now)
    await kept_sheets.keep_sheet(db, cell, "own", text.replace("90", "80"), "test", now)
    assert [one.unit.id for one in await kept_sheets.sheets_at(db, cell) if one.unit] == [cell.id]
    assert (await kept_sheets.sheet_named(db, top, "own")).criteria[0].rules[0].value == 90
    assert (await kept_sheets.sheet_named(db, cell, "own")).criteria[0].rules[0].value == 80
    with pytest.raises(ProfileWrong):
        await kept_sheets.keep_sheet(db, top, "tra_vinh", text, "test", now)
    other = await village.commune(db, "xa-khac")
    with pytest.raises(NoSuchProfile):
        await kept_sheets.sheet_named(db, other, "own")


async def test_grades_are_counted_for_every_unit_as_the_tree_stood_then(each_db: AsyncSession) -> None:
    db = each_db
    top, other = await village.commune(db, since=date(2026, 1, 1)), await village.commune(db, "xa-khac")
    cell, second = [await village.cell(db, top, code, date(2026, 1, 1)) for code in ("a", "b")]
    for one in (cell, second):
        await village.members(db, one, 3)
    for month, conduct in ((9, 45), (10, 30)):
        held = await village.held(db, cell, village.at(2026, month, 5))
        await said(db, held, conduct=conduct)
    await said(db, await village.held(db, second, village.at(2026, 10, 6)), conduct=0, preparation=0)
    thematic = await village.held(db, second, village.at(2026, 10, 20), MeetingKind.THEMATIC)
    await said(db, thematic)
    await move_unit(db, cell, other, date(2026, 10, 1))
    assert dict(await grades(db, top, "2026-09", "2026-10")) == {"good": 1, "fair": 0, "average": 0, "poor": 1}
    found = await grades_of(db, [other.id, cell.id, top.id], "2026-10", "2026-10")
    assert [found[one.id][Grade.FAIR] for one in (other, cell, top)] == [1, 1, 0]
