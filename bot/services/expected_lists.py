"""Who is expected at which kind of meeting (`domain` 1.2, rules 6 and 10): one place for calls, renewals, closings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import ATTENDANCES, Standing
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import AWAY, Member, StatusKind
from bot.model.roles import Office, Role
from bot.model.units import CELLS, Unit, UnitKind
from bot.refusals import KindNotHere, NobodyExpected, NobodyToCall
from bot.services.people import Place, places_at, statuses_on
from bot.services.permissions import role_holds
from bot.services.unit_settings import UnitSettings
from bot.words.times import day_of

COMMITTEE = (Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CELL_COMMITTEE)
"""Chi ủy: they meet before the cell does."""
INVITED_WITHOUT_COUNTING = frozenset({StatusKind.EXEMPT, StatusKind.TEMPORARY_OUT})
"""To a congress; they count, as expected and as present, only if they come."""
BY_OFFICE = (MeetingKind.COMMITTEE, MeetingKind.BRIEFING)
"""Who holds an office is called, whatever the roster of the unit says."""
OF_A_CELL = tuple(one for one in MeetingKind if one not in {MeetingKind.GROUP, MeetingKind.BRIEFING})


class Entry(NamedTuple):
    """As what somebody stands on a list."""

    standing: Standing
    is_optional: bool = False
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a briefing calls: who holds one of these offices at one of these units, or at any below (None)."""

    offices: tuple[Office, ...]
    unit_ids: tuple[int, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        units = None if self.unit_ids is None else list(self.unit_ids)
        return {"offices": [office.value for office in self.offices], "units": units}


def audience_from(said: Mapping[str, Any] | None) -> Audience:
    said = said or {}
    offices = tuple(map(Office, said.get("offices") or [Office.SECRETARY]))
    return Audience(offices, None if said.get("units") is None else tuple(said["units"]))


def usual_audience(kind: UnitKind) -> Audience:
    """The secretaries of the cells; above the communes those who lead the committees."""
    if kind in {UnitKind.PROVINCE, UnitKind.DISTRICT}:
        return Audience((Office.DISTRICT_COMMITTEE, Office.COMMUNE_COMMITTEE))
    return Audience((Office.SECRETARY,))


def kinds_at(unit: Unit) -> tuple[MeetingKind, ...]:
    """What a unit can hold."""
    if unit.kind in CELLS:
        return OF_A_CELL
    return (MeetingKind.GROUP,) if unit.kind is UnitKind.GROUP else (MeetingKind.BRIEFING,)


def demand_kind(unit: Unit, kind: MeetingKind) -> None:
    """Raises KindNotHere: a committee holds no cell's meetings, a cell no briefings."""
    if kind not in kinds_at(unit):
        raise KindNotHere(kind=kind, code=unit.code)


@dataclass(frozen=True, slots=True)
class _Day:
    """What the lists of one day are made of, read for all of them at once."""

    places: Mapping[int, Sequence[Place]]
    committees: Mapping[int, Sequence[int]]
    briefed: Mapping[int, Sequence[int]]
    """By position of the meeting."""
    away: frozenset[int] = field(default_factory=frozenset)
    """Of those who are called for their office."""


async def lists_of(
    db: AsyncSession, meetings: Sequence[Meeting], units: Mapping[int, Unit], settings: Mapping[int, UnitSettings]
) -> list[dict[int, Entry]]:
    """Who is expected at each of these meetings, as the roster of its day says; they need not be stored yet.

    `units` and `settings`: of those that hold them, by unit. Returned by member, in the order of the meetings; a few
    queries for each day on which they are held.
    """
    by_day: defaultdict[date, list[int]] = defaultdict(list)
    for at, meeting in enumerate(meetings):
        by_day[day_of(meeting.starts_at)].append(at)
    lists: list[dict[int, Entry]] = [{} for _ in meetings]
    for on, some in by_day.items():
        day = await _read(db, {at: meetings[at] for at in some}, units, on)
        for at in some:
            lists[at] = _list(day, at, meetings[at], units[meetings[at].cell_id], settings[meetings[at].cell_id])
    return lists


async def _read(db: AsyncSession, held: Mapping[int, Meeting], units: Mapping[int, Unit], on: date) -> _Day:
    kinds = {at: meeting.kind for at, meeting in held.items()}
    cells = {cell_with(units[one.cell_id]) for at, one in held.items() if kinds[at] is not MeetingKind.BRIEFING}
    places = await places_at(db, sorted(cells), on) if cells else {}
    committees = await _committees(
        db, [one.cell_id for at, one in held.items() if kinds[at] is MeetingKind.COMMITTEE], on
    )
    briefed = {
        at: await _holders_below(db, units[one.cell_id], audience_from(one.audience), on)
        for at, one in held.items()
        if kinds[at] is MeetingKind.BRIEFING
    }
    called = {one for ids in (*committees.values(), *briefed.values()) for one in ids}
    statuses = await statuses_on(db, sorted(called), on) if called else {}
    away = frozenset(one for one, held in statuses.items() if not held.isdisjoint(AWAY))
    return _Day(places, committees, briefed, away)


def cell_with(unit: Unit) -> int:
    """Whose roster it is: a group is part of its cell's."""
    return unit.parent_id if unit.kind is UnitKind.GROUP and unit.parent_id else unit.id


async def _committees(db: AsyncSession, cell_ids: Iterable[int], on: date) -> dict[int, list[int]]:
    ids = sorted(set(cell_ids))
    held: dict[int, list[int]] = {cell_id: [] for cell_id in ids}
    if ids:
        found = await db.execute(
            select(Role.unit_id, Role.member_id).where(
                Role.unit_id.in_(ids), Role.office.in_(COMMITTEE), role_holds(on)
            )
        )
        for unit_id, member_id in found:
            held[unit_id].append(member_id)
    return held


async def _holders_below(db: AsyncSession, unit: Unit, audience: Audience, on: date) -> Sequence[int]:
    """Who is called to a briefing. A unit that is chosen but no longer stands below is left out."""
    below = (Unit.path.startswith(unit.path), Unit.id != unit.id, Unit.closed_on.is_(None) | (Unit.closed_on > on))
    chosen = () if audience.unit_ids is None else (Unit.id.in_(audience.unit_ids),)
    found = await db.scalars(
        select(Role.member_id)
        .join(Unit, Unit.id == Role.unit_id)
        .where(*below, *chosen, Role.office.in_(audience.offices), role_holds(on))
    )
    return found.all()


def _list(day: _Day, at: int, meeting: Meeting, unit: Unit, settings: UnitSettings) -> dict[int, Entry]:
    if meeting.kind is MeetingKind.BRIEFING:
        return {one: Entry(Standing.OFFICIAL) for one in day.briefed[at] if one not in day.away}
    if meeting.kind is MeetingKind.COMMITTEE:
        here = {one.member_id: one for one in day.places[cell_with(unit)]}
        return {one: _of_committee(here.get(one)) for one in day.committees[unit.id] if one not in day.away}
    return list_from(day.places[cell_with(unit)], meeting, unit, count_temporary_in=settings.count_temporary_in)


def list_from(places: Iterable[Place], meeting: Meeting, unit: Unit, *, count_temporary_in: bool) -> dict[int, Entry]:
    """Who is expected where nobody is called for an office: as the roster of the cell says, whose places these are."""
    here = {one.member_id: one for one in places}
    called = {one.member_id: _entry(one) for one in here.values() if one.is_expected(count_temporary_in)}
    if unit.kind is UnitKind.GROUP:  # one that an older version called at the cell keeps its people
        return {one: entry for one, entry in called.items() if entry.group_id == unit.id}
    if meeting.kind is MeetingKind.CONGRESS:
        beside = (one for one in here.values() if one.is_own and one.is_away and _may_come(one))
        called |= {one.member_id: _entry(one, is_optional=True) for one in beside}
    return called


def _entry(place: Place, *, is_optional: bool = False) -> Entry:
    return Entry(place.standing, is_optional, place.group_id)


def _of_committee(place: Place | None) -> Entry:
    """Whoever leads a cell that is not their own is a full member, or could not hold the office."""
    return _entry(place) if place is not None else Entry(Standing.OFFICIAL)


def _may_come(place: Place) -> bool:
    """Not on special duty: they are where they are."""
    return place.statuses & frozenset(AWAY) <= INVITED_WITHOUT_COUNTING


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who is to be called, and as what."""

    member: Member
    entry: Entry


async def called_to(db: AsyncSession, meeting: Meeting, unit: Unit, settings: UnitSettings) -> list[Called]:
    """Everybody whom this meeting calls, by name; raises NobodyExpected or NobodyToCall where there is none."""
    (entries,) = await lists_of(db, [meeting], {unit.id: unit}, {unit.id: settings})
    if not entries:
        if meeting.kind in {MeetingKind.COMMITTEE, MeetingKind.GROUP, MeetingKind.BRIEFING}:
            raise NobodyToCall(name=unit.name)
        raise NobodyExpected(code=unit.code)
    found = (await db.scalars(select(Member).where(Member.id.in_(entries)))).all()
    return [Called(one, entries[one.id]) for one in sorted(found, key=lambda one: (one.sort_key, one.id))]


async def write_list(db: AsyncSession, meeting_id: int, called: Sequence[Called]) -> None:
    """Put these onto the list of a meeting, in this order."""
    await db.execute(insert(ATTENDANCES), [row_of(meeting_id, one.member.id, one.entry) for one in called])


def row_of(meeting_id: int, member_id: int, entry: Entry) -> dict[str, object]:
    """A row of a list as the database has it."""
    whose: dict[str, object] = {"meeting_id": meeting_id, "member_id": member_id, "is_stale": False}
    return whose | entry._asdict()
