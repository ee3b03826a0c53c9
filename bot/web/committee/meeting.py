"""The page of one meeting: who said they would come, who came, in counts; names for whoever may see them there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.model.attendances import Answer, Attendance, Mark
from bot.model.guests import Guest, GuestKind
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.services.permissions import Right
from bot.services.rate import Counts
from bot.services.tally import has_answered
from bot.web.committee.look import AddressUnreadable, Look, number_in
from bot.web.committee.meeting_lines import grades_of, minutes_of, state_of
from bot.web.committee.names_seen import names_of, names_seen
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column, Table, table_of
from bot.words import participation_pages as said
from bot.words.leaves import why


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list: what they said, what the roll says, and what is to be known beside it."""

    name: str
    sort_key: tuple[str, int]
    answer: str
    mark: str
    note: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What people of the list said before (rule 15)."""

    coming: int
    away: int
    undecided: int
    silent: int


async def meeting(look: Look) -> Facts:
    """Raises AddressUnreadable for a meeting of another unit, as for one that there is not."""
    held = await look.db.get(Meeting, number_in(look.leaf))
    if held is None or held.cell_id != look.unit.id:
        raise AddressUnreadable
    seen = await names_of(look)
    rows = [row for (row,) in await look.db.execute(select(Attendance).where(Attendance.meeting_id == held.id))]
    named = [row for row in rows if seen.shows(row.group_id)] if seen is not None else []
    score = (await grades_of(look.db, [held.id])).get(held.id, (None, None, None))
    is_closed = held.state is MeetingState.CLOSED
    there = [row for row in rows if row.is_counted and row.mark is Mark.PRESENT]
    return {
        "heading": said.meeting_title(held.kind, held.starts_at),
        "has_period": False,
        "said": said,
        "held": held,
        "state": state_of(held.state, held.starts_at, look.now),
        "counts": counts_of(rows) if is_closed and rows else None,
        "is_gone": is_closed and not rows,
        "late": sum(row.came_late for row in there),
        "early": sum(row.left_early for row in there),
        "forecast": _forecast([row for row in rows if not row.is_optional]),
        "guests": await _guests(look, held.id),
        "grade": said.grade(*score),
        "minutes": (await minutes_of(look.db, [held.id])).get(held.id, said.NOT_WRITTEN),
        "people": await _people(look, held, named) if named else None,
        "sees_names": seen is not None and (seen.every or not rows),
        "whose": " ".join(seen.said(len(named))) if seen is not None else "",
    }


def counts_of(rows: Sequence[Attendance]) -> Counts:
    """What the roll comes to (rule 6)."""
    marks = Counter(row.mark for row in rows if row.is_counted)
    here = [marks[mark] for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)]
    return Counts(sum(here), *here)


def _forecast(rows: Sequence[Attendance]) -> Forecast:
    """An answer for the time before a move is none."""
    fresh = Counter(row.answer for row in rows if not row.is_stale)
    silent = sum(not has_answered(row) for row in rows) - fresh[Answer.UNDECIDED]
    return Forecast(fresh[Answer.COMING], fresh[Answer.AWAY], fresh[Answer.UNDECIDED], silent)


async def _guests(look: Look, meeting_id: int) -> list[tuple[str, int]]:
    """How many were there beside the list, by kind; whoever they are."""
    kinds = await look.db.scalars(select(Guest.kind).where(Guest.meeting_id == meeting_id, Guest.came.is_(True)))
    came = Counter(kinds)
    return [(label, came[kind]) for kind, label in zip(GuestKind, said.GUEST_KINDS, strict=True)]


async def _people(look: Look, held: Meeting, rows: Sequence[Attendance]) -> Table[Listed]:
    """Reasons only for whoever decides on leaves."""
    sees_reasons = look.visitor.may(Right.SEE_REASONS, look.unit)
    ids = [row.member_id for row in rows]
    found = await look.db.execute(
        select(Member.id, Member.name, Member.birth_year, Member.sort_key).where(Member.id.in_(ids))
    )
    members = {one.id: one for one in found}
    names = Counter(one.name for one in members.values())
    listed = [_listed(row, members[row.member_id], names, sees_reasons=sees_reasons) for row in rows]
    await names_seen(look, f"meeting:{held.id}", len(listed), "reasons_seen" if sees_reasons else "names_seen")
    columns = [
        Column[Listed]("ten", said.PERSON, lambda one: one.sort_key, is_text=True),
        Column[Listed]("bao", said.FORECAST, lambda one: one.answer, is_text=True),
        Column[Listed]("diem-danh", said.ROLL, lambda one: one.mark, is_text=True),
        Column[Listed]("ghi-chu", said.NOTE, None, is_text=True),
    ]
    return table_of(look, columns, sorted(listed, key=lambda one: one.sort_key))


def _listed(row: Attendance, member: Any, names: Counter[str], *, sees_reasons: bool) -> Listed:
    notes = [text for text, is_so in ((said.CAME_LATE, row.came_late), (said.LEFT_EARLY, row.left_early)) if is_so]
    if sees_reasons and row.answer is Answer.AWAY and row.reason is not None:
        notes.append(why(row.reason))
    return Listed(
        said.person(member.name, member.birth_year if names[member.name] > 1 else None),
        (member.sort_key, member.id),
        said.ANSWERS[row.answer] if row.answer and not row.is_stale else said.NOTHING,
        said.MARKS[row.mark] if row.mark else said.NO_MARK,
        ", ".join(notes),
    )
