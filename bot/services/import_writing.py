"""Carrying an import's plan out: all of it or nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership, MemberStatus
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.services.audit import note
from bot.services.importing import Change, Plan, held_by, is_temporary, new_facts, old_facts
from bot.services.invitations import renew_open_lists
from bot.services.joining import end_codes
from bot.services.lying_open import put_away
from bot.services.participation import write_due_months
from bot.services.party_groups import end_leads_of_leavers, make_groups
from bot.services.people import holds
from bot.services.phone_ways import phones_changed
from bot.services.roster.records import Person
from bot.services.tree import add_unit, add_units, free_codes, subtree
from bot.services.visits import renew_visits_of
from bot.words.names import fold, sort_key
from bot.words.times import day_of
from bot.words.units import KIND_SIGNS


async def write_import(db: AsyncSession, code: str, name: str, plan: Plan, by: str, now: datetime) -> Unit:
    """Carry a plan out, in this transaction. Cells that are new are made; consent is not an import's to give."""
    today = day_of(now)
    under = plan.under or await add_unit(db, code, name, kind_of(name), None, today)
    cells = await _cells(db, under, plan, today)
    known_cells = [unit for unit in await subtree(db, under) if unit.is_cell]
    held = await held_by(db, known_cells, today)
    phones = {one.known.member.id: one.known.member.phone for one in plan.changes if one.known}
    members, in_office = await _write_members(db, plan), []
    for change, member in zip(plan.changes, members, strict=True):
        cell = cells[fold(change.person.cell)]
        if change.known is None or "cell" in change.what:
            _place(db, change, member, cell, today)
        _write_statuses(db, change.person, member, held.statuses[member.id], today)
        if _write_duty(db, change.person, member, cell, held.roles[member.id], by, today):
            in_office.append(member.id)
    await _write_groups(db, plan, members, cells, by, now)
    moved = [one.id for change, one in zip(plan.changes, members, strict=True) if {"group", "cell"} & set(change.what)]
    await end_leads_of_leavers(db, moved, by, now)
    await end_codes(db, in_office, now)
    ended = [one for roles in held.roles.values() for one in roles if one.until_on and one.until_on < today]
    await put_away(db, [one.member_id for one in ended], now)
    counts = {"added": len(plan.added), "changed": len(plan.changed), "absent": len(plan.absent)}
    note(db, by, "roster_imported", f"unit:{under.code}", now, **counts)
    await db.flush()
    await phones_changed(
        db, {one.id: was for one in members if (was := phones.get(one.id, one.phone)) != one.phone}, now
    )
    await write_due_months(db, now)
    await renew_open_lists(db, [cell.id for cell in known_cells], now)
    await renew_visits_of(db, moved, now)
    return under


def kind_of(name: str) -> UnitKind:
    """What a committee's name says that it is; a commune where it says nothing."""
    said = f" {fold(name)} "
    for kind, signs in KIND_SIGNS.items():
        if any(f" {sign} " in said for sign in signs):
            return UnitKind(kind)
    return UnitKind.COMMUNE


async def _cells(db: AsyncSession, under: Unit, plan: Plan, today: date) -> dict[str, Unit]:
    """Every cell of the workbook by its folded name; the new ones are made."""
    new = [key for key, unit in plan.cells.items() if unit is None]
    names = [plan.names[key] for key in new]
    codes = await free_codes(db, under, names)
    made = await add_units(db, list(zip(codes, names, strict=True)), UnitKind.CELL, under, today)
    return {key: unit for key, unit in plan.cells.items() if unit} | dict(zip(new, made, strict=True))


async def _write_members(db: AsyncSession, plan: Plan) -> list[Member]:
    """The member of each line, in order; those who are new get their ids here."""
    members = []
    for change in plan.changes:
        member = change.known.member if change.known else Member()
        person = change.person
        member.name, member.sort_key, member.search_key = (
            person.name,
            sort_key(person.name),
            fold(person.name),
        )
        member.birth_year = person.birth_year or member.birth_year
        member.phone = person.phone or member.phone
        members.append(member)
    db.add_all(members)
    await db.flush()
    return members


async def _write_groups(
    db: AsyncSession, plan: Plan, members: Sequence[Member], cells: Mapping[str, Unit], by: str, now: datetime
) -> None:
    """Everybody into the group that the workbook names, which is made where it is new; no word changes nothing."""
    await db.flush()
    wanted: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for change, member in zip(plan.changes, members, strict=True):
        if change.person.group and (change.known is None or {"group", "cell"} & set(change.what)):
            wanted[cells[fold(change.person.cell)].id][member.id] = change.person.group
    for cell in {unit.id: unit for unit in cells.values()}.values():
        if cell.id in wanted:
            await _fill_groups(db, cell, wanted[cell.id], by, now)


async def _fill_groups(db: AsyncSession, cell: Unit, names: Mapping[int, str], by: str, now: datetime) -> None:
    groups = await make_groups(db, cell, names.values(), by, now)
    here = (Membership.unit_id == cell.id, holds(day_of(now)), Membership.member_id.in_(names))
    for place in await db.scalars(select(Membership).where(*here)):
        place.group_id = groups[fold(names[place.member_id])].id


def _place(db: AsyncSession, change: Change, member: Member, cell: Unit, today: date) -> None:
    """From today on in this cell; the cell of before keeps the past, unless there is none."""
    notes = change.person.notes
    decision = next((one.decision for one in notes if one.kind == "temporary_in"), None)
    place = change.known.place if change.known else None
    if place is not None and place.from_on != today:
        place.until_on = today
        place = None
    if place is None:
        place = Membership(member_id=member.id, from_on=today)
        db.add(place)
    if place.unit_id != cell.id:
        place.group_id = None
    place.unit_id, place.is_temporary, place.decision = cell.id, is_temporary(change.person), decision


def _write_statuses(
    db: AsyncSession, person: Person, member: Member, statuses: Sequence[MemberStatus], today: date
) -> None:
    for status in old_facts(person, statuses, today):
        status.until_on = today - timedelta(days=1)
    for kind, from_on, until_on, decision in sorted(new_facts(person, statuses, today), key=str):
        db.add(
            MemberStatus(
                member_id=member.id,
                kind=kind,
                from_on=from_on,
                until_on=until_on,
                decision=decision,
                from_roster=True,
            )
        )


def _write_duty(
    db: AsyncSession, person: Person, member: Member, cell: Unit, roles: Sequence[Role], by: str, today: date
) -> bool:
    """Whether an office is new to them."""
    wanted = Office(person.duty) if person.duty else None
    for role in roles:
        if role.from_roster and (role.office is not wanted or role.unit_id != cell.id):
            role.until_on = today - timedelta(days=1)
    if wanted is None or wanted in {role.office for role in roles if role.unit_id == cell.id}:
        return False
    role = Role(member_id=member.id, unit_id=cell.id, office=wanted, from_on=today, given_by=by, from_roster=True)
    db.add(role)
    return True
