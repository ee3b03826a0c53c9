"""A roster workbook against what is known: what it would add and change. Nobody is ever deleted by it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Result, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.refusals import CellHoldsNoUnits
from bot.services.matching import Known, Sought, match
from bot.services.people import holds
from bot.services.permissions import role_holds
from bot.services.roster.records import Person, Sheet
from bot.services.tree import find_unit, subtree
from bot.words.names import fold
from bot.words.party_groups import full_name

Fact = tuple[StatusKind, date | None, date | None, str | None]
CHUNK = 5000
ROSTER_OFFICES = (Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CELL_COMMITTEE)


@dataclass
class Change:
    """One line of the workbook and what it would do: `what` names the changed facts, never their values."""

    person: Person
    known: Known | None
    what: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What an import would do."""

    under: Unit | None
    changes: list[Change]
    absent: list[Member]
    cells: dict[str, Unit | None]
    """By the folded name in the workbook; None where it is to be made."""
    names: dict[str, str]

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.known is None]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.known is not None and change.what]

    @property
    def unchanged(self) -> int:
        return len(self.changes) - len(self.added) - len(self.changed)


@dataclass
class Held:
    """What is stored of the people below a unit."""

    known: list[Known]
    statuses: defaultdict[int, list[MemberStatus]]
    roles: defaultdict[int, list[Role]]
    groups: dict[int, str]
    """The folded names of the groups of these cells."""


async def plan_import(db: AsyncSession, code: str, sheet: Sheet, today: date) -> Plan:
    """Compare; nothing is written."""
    under = await find_unit(db, code)
    if under is not None and under.is_cell:
        raise CellHoldsNoUnits(code=under.code)
    units = [unit for unit in await subtree(db, under) if unit.is_cell] if under else []
    by_name = {fold(unit.name): unit for unit in units}
    names = {fold(person.cell): person.cell for person in sheet.people}
    cells = {name: by_name.get(name) for name in names}
    held = await held_by(db, units, today)
    sought = [Sought(person, _id(cells[fold(person.cell)])) for person in sheet.people]
    found = match(sought, held.known)
    changes = [
        Change(line.person, found.get(index), _differences(line, found.get(index), held, today))
        for index, line in enumerate(sought)
    ]
    matched = {known.member.id for known in found.values()}
    absent = [one.member for one in held.known if one.member.id not in matched and not one.is_temporary]
    return Plan(under, changes, sorted(absent, key=lambda one: one.sort_key), cells, names)


def _id(unit: Unit | None) -> int | None:
    return unit.id if unit else None


async def held_by(db: AsyncSession, units: Sequence[Unit], today: date) -> Held:
    rows = await _in_chunks(
        [unit.id for unit in units],
        lambda ids: db.execute(
            select(Member, Membership)
            .join(Membership, Membership.member_id == Member.id)
            .where(Membership.unit_id.in_(ids), holds(today))
        ),
    )
    known = [Known(member, place) for member, place in rows]
    ids = [one.member.id for one in known]
    statuses: defaultdict[int, list[MemberStatus]] = defaultdict(list)
    for (status,) in await _in_chunks(
        ids, lambda part: db.execute(select(MemberStatus).where(MemberStatus.member_id.in_(part)))
    ):
        statuses[status.member_id].append(status)
    roles: defaultdict[int, list[Role]] = defaultdict(list)
    for (role,) in await _in_chunks(
        ids, lambda part: db.execute(select(Role).where(Role.member_id.in_(part), role_holds(today)))
    ):
        roles[role.member_id].append(role)
    groups = await _in_chunks(
        [unit.id for unit in units],
        lambda ids: db.execute(
            select(Unit.id, Unit.search_key).where(Unit.parent_id.in_(ids), Unit.kind == UnitKind.GROUP)
        ),
    )
    return Held(known, statuses, roles, dict(groups))


def _group_name(group_id: int | None, held: Held) -> str | None:
    return held.groups.get(group_id) if group_id else None


async def _in_chunks(ids: Sequence[int], ask: Callable[[Sequence[int]], Awaitable[Result[Any]]]) -> list[Any]:
    """The rows of a query over many ids: both databases limit how many one statement may name."""
    rows: list[Any] = []
    for start in range(0, len(ids), CHUNK):
        rows += (await ask(ids[start : start + CHUNK])).all()
    return rows


def _differences(line: Sought, known: Known | None, held: Held, today: date) -> list[str]:
    """Which facts of a known person the workbook changes; an empty field of the workbook changes nothing."""
    if known is None:
        return []
    person, member = line.person, known.member
    what = [
        name
        for name, new, old in (
            ("name", person.name, member.name),
            ("birth_year", person.birth_year, member.birth_year),
            ("phone", person.phone, member.phone),
        )
        if new is not None and new != old
    ]
    if line.cell_id != known.cell_id or is_temporary(person) != known.is_temporary:
        what.append("cell")
    if person.group and _group_name(known.place.group_id, held) != fold(full_name(person.group)):
        what.append("group")
    if new_facts(person, held.statuses[member.id], today) or old_facts(person, held.statuses[member.id], today):
        what.append("status")
    if _duty_differs(line, held.roles[member.id]):
        what.append("duty")
    return what


def is_temporary(person: Person) -> bool:
    """Received from elsewhere."""
    return any(one.kind == "temporary_in" for one in person.notes)


def facts_of(person: Person, today: date) -> set[Fact]:
    """The statuses that a line of the workbook says. Official only once the day has come."""
    facts: set[Fact] = {
        (StatusKind(one.kind), one.from_on, one.until_on, one.decision)
        for one in person.notes
        if one.kind != "temporary_in"
    }
    if person.official_on is not None and person.official_on <= today:
        facts.add((StatusKind.OFFICIAL, person.official_on, None, None))
    else:
        facts.add((StatusKind.PROBATIONARY, person.joined_on, person.official_on, None))
    return facts


def _fact(status: MemberStatus) -> Fact:
    return (status.kind, status.from_on, status.until_on, status.decision)


def new_facts(person: Person, statuses: Iterable[MemberStatus], today: date) -> set[Fact]:
    return facts_of(person, today) - {_fact(status) for status in statuses}


def old_facts(person: Person, statuses: Iterable[MemberStatus], today: date) -> list[MemberStatus]:
    """What an earlier workbook said and this one no longer does; what has ended anyway may stay."""
    said = facts_of(person, today)
    return [
        status
        for status in statuses
        if status.from_roster and _fact(status) not in said and (status.until_on is None or status.until_on >= today)
    ]


def _duty_differs(line: Sought, roles: Iterable[Role]) -> bool:
    held = {(role.office, role.unit_id) for role in roles if role.office in ROSTER_OFFICES}
    from_roster = {(role.office, role.unit_id) for role in roles if role.from_roster}
    wanted = {(Office(line.person.duty), line.cell_id)} if line.person.duty else set()
    return bool(wanted - held or from_roster - wanted)
