"""The person lines of cells as they stand, and what a changed roll has newly come to for whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting
from bot.model.members import Member, Membership
from bot.model.units import Unit
from bot.model.warnings import Stage
from bot.services.audit import note
from bot.services.leading import LEADS
from bot.services.people import people_of_cell
from bot.services.permissions import holders_at
from bot.services.person_lines import MONTHS, Line, PersonLine, heaviest, keeps_reasons, lines_of, seen_in
from bot.services.persons_kept import oldest_recountable
from bot.services.records import REGULAR
from bot.services.unit_settings import UnitSettings, settings_at, settings_of
from bot.services.warnings import Given, given_of, given_once, take_back
from bot.words.times import day_of

CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class PersonNews:
    """What was newly flagged of somebody in a unit, or taken back; no name is part of it."""

    unit: Unit
    member_id: int
    year: int
    new: tuple[Line, ...]
    gone: bool
    leader: int | None
    """The member, where they lead the unit: then it is not for them."""

    @property
    def lines(self) -> tuple[tuple[Line, ...], bool]:
        return self.new, self.gone


@dataclass(frozen=True, slots=True)
class Flagged:
    """Somebody of a cell, and what is flagged of them."""

    member: Member
    lines: Sequence[PersonLine]


async def flagged_in(
    db: AsyncSession, cell: Unit, year: int, now: datetime, but: Collection[int] = ()
) -> list[Flagged]:
    """Who of a cell is to be looked after, by name. `but`: nobody at this phone reads what is said of themselves."""
    members = [one.member for one in await people_of_cell(db, cell.id, day_of(now)) if one.member_id not in but]
    seen = await seen_in(db, [one.id for one in members], year)
    settings, has_reasons = await settings_of(db, cell), keeps_reasons(year, day_of(now))
    found = [
        Flagged(one, heaviest(lines_of(seen.get(one.id, ()), year, settings, has_reasons=has_reasons)))
        for one in members
    ]
    return [one for one in found if one.lines]


async def news_of(db: AsyncSession, meetings: Sequence[Meeting], now: datetime) -> list[PersonNews]:
    """What these rolls change in the person lines of their years, for everybody on them; written down as said."""
    by_year: defaultdict[int, list[int]] = defaultdict(list)
    for meeting in meetings:
        on = day_of(meeting.starts_at)
        if meeting.kind in REGULAR and on.year >= _first_whole_year(now):
            by_year[on.year].append(meeting.id)
    return [news for year, ids in by_year.items() for news in await _of_year(db, year, ids, now)]


def _first_whole_year(now: datetime) -> int:
    """Of an earlier one some of the rolls have been taken away."""
    oldest = oldest_recountable(now)
    return oldest.year + (oldest > date(oldest.year, 1, 1))


Place = tuple[int, int]
"""A unit and somebody who belongs, or belonged, to it."""


async def _of_year(db: AsyncSession, year: int, meeting_ids: Sequence[int], now: datetime) -> list[PersonNews]:
    found = await db.scalars(select(Attendance.member_id).where(Attendance.meeting_id.in_(meeting_ids)).distinct())
    member_ids = found.all()
    ever, here = await _places_of(db, member_ids, day_of(now))
    units = {unit.id: unit for unit in await db.scalars(select(Unit).where(Unit.id.in_({one for one, _ in ever})))}
    true = await _true(db, year, ever, await settings_at(db, units.values()), now)
    stands = await given_of(db, units, [f"member:{one}" for one in member_ids], Stage.SECRETARY, tuple(Line))
    over = [row_id for given, row_id in stands.items() if given not in true and _is_said_of(given, year, now)]
    gone = await take_back(db, over)
    new = await given_once(db, (one for one in true - stands.keys() if _place(one) in here), Stage.SECRETARY, now)
    for one in sorted(gone):  # what was given, its own row says
        note(db, CLOCK, "person_flag_taken_back", one.subject, now, unit=one.unit_id, line=one.name, period=one.period)
    return await _news(db, units, year, {one for one in new | gone if _place(one) in here}, gone, now)


async def _places_of(db: AsyncSession, member_ids: Collection[int], on: date) -> tuple[set[Place], set[Place]]:
    """Where these people have ever belonged, and where they do on the day."""
    found = await db.execute(
        select(Membership.unit_id, Membership.member_id, Membership.from_on, Membership.until_on).where(
            Membership.member_id.in_(member_ids)
        )
    )
    ever, here = set(), set()
    for unit_id, member_id, from_on, until_on in found:
        ever.add((unit_id, member_id))
        if (from_on is None or from_on <= on) and (until_on is None or until_on > on):
            here.add((unit_id, member_id))
    return ever, here


async def _true(
    db: AsyncSession, year: int, places: Collection[Place], settings: Mapping[int, UnitSettings], now: datetime
) -> set[Given]:
    """What is so of these people by the rolls of the year, wherever they were, as each unit counts."""
    seen = await seen_in(db, {member_id for _, member_id in places}, year)
    has_reasons = keeps_reasons(year, day_of(now))
    return {
        Given(unit_id, one.line.value, f"member:{member_id}", one.period)
        for unit_id, member_id in places
        for one in lines_of(seen.get(member_id, ()), year, settings[unit_id], has_reasons=has_reasons)
    }


def _is_said_of(given: Given, year: int, now: datetime) -> bool:
    """Whether the rolls of this year can still say that it is not so."""
    return given.period.startswith(f"{year}") and (given.name != Line.PERSONAL or keeps_reasons(year, day_of(now)))


def _place(given: Given) -> Place:
    return given.unit_id, int(given.subject.partition(":")[2])


async def _news(
    db: AsyncSession, units: Mapping[int, Unit], year: int, changed: set[Given], gone: set[Given], now: datetime
) -> list[PersonNews]:
    """A run of leaves that only begins another day is no news."""
    leaders = await holders_at(db, sorted({one.unit_id for one in changed}), LEADS, day_of(now))
    by_person: defaultdict[Place, tuple[set[Line], set[Line]]] = defaultdict(lambda: (set(), set()))
    for one in changed:
        by_person[_place(one)][one in gone].add(Line(one.name))
    news = []
    for (unit_id, member_id), (came, went) in sorted(by_person.items()):
        lines, is_gone = _top(came - went), bool(went - came)
        if lines or is_gone:
            leader = member_id if member_id in leaders[unit_id] else None
            news.append(PersonNews(units[unit_id], member_id, year, lines, is_gone, leader))
    return news


def _top(lines: set[Line]) -> tuple[Line, ...]:
    """Of the months without leave the heaviest."""
    levels = [one for one in MONTHS if one in lines]
    return (*(one for one in Line if one in lines and one not in MONTHS), *levels[-1:])
