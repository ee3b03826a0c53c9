"""Everything that a form of the minutes can name, and where it comes from: the roll, the guests, what people said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark, RollLog
from bot.model.conclusions import Conclusion
from bot.model.guests import GuestKind
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit
from bot.reports.score_facts import score_facts
from bot.services.guests import present_beside
from bot.services.headcounts import OF_THE_LISTED, Heads, heads_of
from bot.services.minutes import minutes_of
from bot.services.rate import Counts
from bot.services.templates import Facts
from bot.services.usual_agendas import items_of
from bot.words import leaves
from bot.words import minutes_paper as words
from bot.words.party_format import dated, issuer, place
from bot.words.times import local


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list of the meeting, and what the roll says of them."""

    name: str
    row: Attendance


async def facts_of(db: AsyncSession, meeting: Meeting, *, with_reasons: bool) -> Facts:
    """The minutes as they stand. Without reasons nobody reads why somebody was excused."""
    unit = await db.get_one(Unit, meeting.cell_id)
    upper = await db.get(Unit, unit.parent_id) if unit.parent_id else None
    row = await minutes_of(db, meeting.id)
    listed = await _listed(db, meeting)
    heads = await heads_of(db, meeting)
    there = await present_beside(db, meeting.id)
    ended = row.ended_at if row else None
    return {
        **_heading(meeting, unit, upper, ended),
        "total_of": _whose(meeting),
        **_strength(heads),
        **_absent(listed, with_reasons=with_reasons),
        "guests": there[GuestKind.GUEST],
        "upper": there[GuestKind.UPPER],
        "own_guests": there[GuestKind.OWN],
        "corrections": await _corrections(db, meeting, heads),
        **await _said(db, row),
        "conclusions": await _conclusions(db, meeting),
        "score": await score_facts(db, meeting, with_reasons=with_reasons),
    }


def _heading(meeting: Meeting, unit: Unit, upper: Unit | None, ended: datetime | None) -> dict[str, object]:
    begun = local(meeting.starts_at)
    lasted = (ended - meeting.starts_at) // timedelta(minutes=1) if ended else None
    return {
        "upper_unit": (upper.name if upper else "").upper(),
        "unit": issuer(unit.name),
        "number": words.NUMBERS[unit.is_cell or unit.kind == "group"],
        "signed_at_place": place(upper.name if upper else None),
        "signed_on": dated(begun.date()),
        "kind": words.KINDS_OF_MINUTES[meeting.kind] + (words.WIDE if meeting.is_extended else ""),
        "draft": None if meeting.state is MeetingState.CLOSED else words.DRAFT,
        "begun": words.moment(meeting.starts_at),
        "ended": words.moment(ended) if ended else words.NOT_SAID,
        "lasted": words.lasted(lasted) if lasted is not None else words.NOT_SAID,
        "place": meeting.place,
        "topic": meeting.topic,
        "agenda": words.numbered(items_of(meeting)),
    }


def _whose(meeting: Meeting) -> str:
    """Of whom the total is."""
    if meeting.kind in OF_THE_LISTED:
        return words.OF_LISTED
    return words.OF_GROUP if meeting.kind is MeetingKind.GROUP else words.OF_CELL


def _strength(heads: Heads) -> dict[str, object]:
    strength, came = heads.strength, heads.came
    counts = Counts(came.expected, came.present, came.excused, came.unexcused)
    return {
        "total": strength.total,
        "official": strength.official,
        "probationary": strength.probationary,
        "temporary_in": strength.temporary_in,
        "exempt": strength.exempt,
        "temporary_out": strength.temporary_out,
        "special_duty": strength.special_duty,
        "expected": came.expected,
        "present": came.present,
        "present_official": came.official,
        "present_probationary": came.probationary,
        "present_temporary_in": came.temporary_in,
        "rate": words.rate(counts.strict, came.present, came.expected),
        "rate_adjusted": words.rate(counts.adjusted, came.present, came.expected - came.excused),
        "excused": came.excused,
        "unexcused": came.unexcused,
    }


def _absent(listed: Sequence[Listed], *, with_reasons: bool) -> dict[str, object]:
    counted = [one for one in listed if one.row.is_counted]
    marked = {mark: [one for one in counted if one.row.mark is mark] for mark in Mark}
    there = marked[Mark.PRESENT]
    return {
        "excused_people": [
            {"name": one.name, "reason": _reason(one.row, with_reasons=with_reasons)} for one in marked[Mark.EXCUSED]
        ],
        "unexcused_people": [{"name": one.name} for one in marked[Mark.UNEXCUSED]],
        "late": [one.name for one in there if one.row.came_late],
        "early": [one.name for one in there if one.row.left_early],
        "none_said": words.NOBODY,
    }


def _reason(row: Attendance, *, with_reasons: bool) -> str:
    """Reasons are taken away in the year after: then it is only known that there was one."""
    if not with_reasons or row.reason is None:
        return words.REASON_UNKNOWN
    return leaves.why(row.reason)


async def _listed(db: AsyncSession, meeting: Meeting) -> list[Listed]:
    """Everybody on the list by name; two of one name with their years of birth."""
    rows = (
        await db.execute(
            select(Member, Attendance)
            .join(Attendance, Attendance.member_id == Member.id)
            .where(Attendance.meeting_id == meeting.id)
        )
    ).all()
    names = [member.name for member, _ in rows]
    found = sorted(rows, key=lambda row: (row[0].sort_key, row[0].id))
    return [
        Listed(words.with_year(one.name, one.birth_year if names.count(one.name) > 1 else None), row)
        for one, row in found
    ]


async def _corrections(db: AsyncSession, meeting: Meeting, heads: Heads) -> list[str]:
    """That the roll was corrected, what it had been, and of whom; nothing where nobody corrected it."""
    found = await db.execute(
        select(Member, RollLog)
        .join(RollLog, RollLog.member_id == Member.id)
        .where(RollLog.meeting_id == meeting.id, RollLog.is_correction)
        .order_by(RollLog.id)
    )
    first: dict[int, tuple[Member, Mark | None, Mark]] = {}
    last: datetime | None = None
    for member, log in found:
        was = first[member.id][1] if member.id in first else log.was
        first[member.id], last = (member, was, log.became), log.at
    changed = [(one.name, was, became) for one, was, became in first.values() if was is not became]
    if heads.at_closing is None or not (changed or heads.is_corrected):
        return []
    then = heads.at_closing
    said = words.corrected(last, then.present, then.expected, then.excused, then.unexcused)
    return [said, *(words.fixed(name, was or Mark.UNEXCUSED, became) for name, was, became in changed)]


async def _said(db: AsyncSession, row: MeetingMinutes | None) -> dict[str, object]:
    ids = [one for one in (row.chair_id, row.clerk_id) if one] if row else []
    names = {one.id: one.name for one in await db.scalars(select(Member).where(Member.id.in_(ids)))}
    opinions, has_resolution = (row.opinions, row.has_resolution) if row else (None, None)
    return {
        "chair": names.get(row.chair_id or 0, words.NOT_SAID) if row else words.NOT_SAID,
        "clerk": names.get(row.clerk_id or 0, words.NOT_SAID) if row else words.NOT_SAID,
        "opinions": words.NOT_SAID if opinions is None else opinions,
        "resolution": words.NOT_SAID if has_resolution is None else words.resolution(row.resolution if row else None),
    }


async def _conclusions(db: AsyncSession, meeting: Meeting) -> list[str]:
    found = await db.execute(
        select(Conclusion, Member.name)
        .outerjoin(Member, Member.id == Conclusion.member_id)
        .where(Conclusion.meeting_id == meeting.id)
        .order_by(Conclusion.position, Conclusion.id)
    )
    return words.numbered([one.text + words.task(name, one.due_on) for one, name in found]) or [words.NONE_WRITTEN]


SAMPLE: Facts = words.SAMPLE
