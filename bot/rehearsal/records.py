"""What was written of the meetings of the year: minutes, conclusions, agendas and, in one commune, their quality."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conclusions import Conclusion
from bot.model.guests import Guest, GuestKind
from bot.model.meetings import Meeting
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit
from bot.rehearsal.cells import Cell
from bot.rehearsal.district import District, luck_of
from bot.rehearsal.people import CLERK, SECRETARY, Person, Way
from bot.rehearsal.rolls import Minutes
from bot.rehearsal.writing import BY, Row, write
from bot.services.scoring import scores
from bot.services.scoring.kept_sheets import sheet_named
from bot.words import minutes as minute_words
from bot.words import rehearsal_district as words
from bot.words.names import sort_key
from bot.words.times import day_of

MISSING = 0.05
"""So many minutes nobody has written."""
RESOLVED = 0.3
LONGEST = timedelta(minutes=60)
"""So long after the closing minutes are done at the latest."""
RECENT = 3
"""In so many months, the present one among them, one commune kept conclusions and graded its meetings."""
PROFILE = "phu_tho_100"
CONFIRMED_AFTER = timedelta(days=1)
TASK_DUE = timedelta(days=10)


async def write_records(db: AsyncSession, district: District, month: str, meetings: Sequence[Minutes]) -> None:
    luck = luck_of(f"minutes:{month}")
    rows = [_minutes(district, meeting, luck) for meeting in meetings]
    written = [(meeting, row) for meeting, row in zip(meetings, rows, strict=True) if row is not None]
    await write(db, MeetingMinutes, [row for _, row in written])
    if month in district.calendar.months[-RECENT:]:
        here = [one for one, _ in written if is_of_practice(district.cells[one.held.cell])]
        concluded = [row for one in here for row in _conclusions(one, luck)]
        await write(db, Conclusion, concluded + [_task(district, one) for one in here if _is_last(district, one)])
        await _beside_the_list(db, [one for one in here if district.cells[one.held.cell].is_practice])
        district.graded += [one.id for one in here]


def is_of_practice(cell: Cell) -> bool:
    """Whether it is in the commune to practise with."""
    return cell.under == words.COMMUNES[0][0]


def _minutes(district: District, meeting: Minutes, luck: random.Random) -> Row | None:
    held, cell = meeting.held, district.cells[meeting.held.cell]
    is_missing, is_resolved = luck.random() < MISSING, luck.random() < RESOLVED
    ended_at = held.starts_at + timedelta(minutes=5 * luck.randint(18, 24))
    there = {one.person.seat: one.person.id for one in meeting.seen if one.person.cell == held.cell}
    if (is_missing and not cell.is_practice) or SECRETARY not in there:
        return None
    number = None
    if is_resolved:
        year = (held.cell, day_of(held.starts_at).year)
        district.resolutions[year] += 1
        number = district.resolutions[year]
    return {
        "meeting_id": meeting.id,
        "ended_at": min(ended_at, held.closed_at),
        "chair_id": there[SECRETARY],
        "clerk_id": there.get(CLERK, there[SECRETARY]),
        "opinions": luck.randint(2, 9),
        "has_resolution": is_resolved,
        "resolution_no": number,
        "resolution": minute_words.resolution(number, minute_words.OF_A_CELL) if number else None,
        "by": meeting.secretary,
        "at": held.closed_at,
        "done_at": held.closed_at,
        "done_by": meeting.secretary,
    }


def _conclusions(meeting: Minutes, luck: random.Random) -> Iterator[Row]:
    """Something for everybody, and two tasks; most of them done in time."""
    on = day_of(meeting.held.starts_at)
    people = [one.person for one in meeting.seen if not one.person.has_office]
    for position, text in enumerate(luck.sample(words.CONCLUSIONS, 3), 1):
        who = luck.choice(people) if position > 1 and people else None
        is_done = position == 1 or luck.random() < 0.6
        yield _conclusion(meeting, position, text, who, is_done) | {
            "due_on": on + timedelta(days=luck.choice((14, 21, 40))) if who else None
        }


def _is_last(district: District, meeting: Minutes) -> bool:
    """Of the cell to practise with, which has not met in this month yet."""
    calendar = district.calendar
    return district.cells[meeting.held.cell].is_practice and meeting.held.month == calendar.months[-2]


def _task(district: District, meeting: Minutes) -> Row:
    """For the member in whose seat a rehearsal begins, still to be done."""
    people = [one.person for one in meeting.seen if not one.person.has_office and one.person.way is Way.SMART]
    who = min(people, key=lambda one: sort_key(one.name))
    due_on = district.calendar.today + TASK_DUE
    return _conclusion(meeting, 4, words.TASK, who, is_done=False) | {"due_on": due_on}


def _conclusion(meeting: Minutes, position: int, text: str, who: Person | None, is_done: bool) -> Row:
    closed_at = meeting.held.closed_at
    return {
        "meeting_id": meeting.id,
        "position": position,
        "text": text,
        "member_id": who.id if who else None,
        "done_at": closed_at if who and is_done else None,
        "done_by": meeting.secretary if who and is_done else None,
        "by": meeting.secretary,
        "at": closed_at,
    }


async def _beside_the_list(db: AsyncSession, meetings: Sequence[Minutes]) -> None:
    """In the cell to practise with somebody from the committee above was there, and the agenda is known."""
    name, title = words.UPPER
    rows = [
        {"meeting_id": one.id, "kind": GuestKind.UPPER, "name": name, "title": title, "came": True}
        | {"by": one.secretary, "at": one.held.closed_at}
        for one in meetings
    ]
    await write(db, Guest, rows)
    ids = [one.id for one in meetings]
    await db.execute(update(Meeting).where(Meeting.id.in_(ids)).values(agenda=list(words.AGENDA)))


async def write_grades(db: AsyncSession, district: District, now: datetime) -> None:
    """Of the meetings whose minutes are there; those of months before are confirmed by whoever follows the cells."""
    luck = luck_of("grades")
    found = await db.scalars(
        select(Meeting).where(Meeting.id.in_(district.graded), Meeting.kind.in_(scores.SCORED)).order_by(Meeting.id)
    )
    for meeting in found.all():
        profile = await sheet_named(db, await db.get_one(Unit, meeting.cell_id), PROFILE)
        at = min(now, meeting.starts_at + CONFIRMED_AFTER)
        score = await scores.begin(db, meeting, profile, meeting.called_by, at)
        score.said = {one.key: one.most - luck.choice((0, 1, 2, 5)) for one in profile.asked}
        await scores.count_anew(db, meeting, profile, meeting.called_by, at)
        if meeting.starts_at + 30 * CONFIRMED_AFTER < now:
            await scores.confirm(db, meeting, scores.digest_of(score), BY, at)
