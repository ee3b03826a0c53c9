"""The register of the district: its units, who belongs to them, who leads them, who is reached where."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.members import Member, Membership, MemberStatus
from bot.model.roles import Role
from bot.model.units import UnitKind
from bot.rehearsal import offices, phones
from bot.rehearsal.cells import Cell
from bot.rehearsal.district import District
from bot.rehearsal.people import Person
from bot.rehearsal.writing import Row, write, write_numbered
from bot.services.tree import add_unit, add_units, free_codes
from bot.words import rehearsal_district as words
from bot.words.names import fold, sort_key


async def write_tree(db: AsyncSession, district: District) -> None:
    first = district.calendar.first
    head = await add_unit(db, *words.DISTRICT, UnitKind.DISTRICT, None, first)
    communes = [(code, name) for code, name, _ in words.COMMUNES]
    agencies = [(code, name) for code, name, _ in (words.ARMY, words.POLICE, words.HEALTH, words.GOVERNMENT)]
    committees = [
        *await add_units(db, communes, UnitKind.COMMUNE, head, first),
        *await add_units(db, agencies, UnitKind.GRASSROOTS_COMMITTEE, head, first),
    ]
    district.units = {unit.code: unit.id for unit in (head, *committees)}
    by_code = {unit.code: unit for unit in (head, *committees)}
    for code, group in groupby(district.cells, lambda cell: cell.under):
        cells, above = list(group), by_code[code]
        kind = UnitKind.GRASSROOTS_CELL if above is head else UnitKind.CELL
        names = [cell.name for cell in cells]
        named = list(zip(await free_codes(db, above, names), names, strict=True))
        for cell, unit in zip(cells, await add_units(db, named, kind, above, first), strict=True):
            cell.id, cell.under_id = unit.id, above.id


async def write_people(db: AsyncSession, district: District) -> None:
    people, cells = district.people, district.cells
    for person, number in zip(people, await write_numbered(db, Member, [_member(one) for one in people]), strict=True):
        person.id = number
    await write(db, Membership, [row for one in people for row in _memberships(one, cells)])
    await write(db, MemberStatus, [row for one in people for row in _statuses(one)])
    await write(db, Role, offices.role_rows(people, cells, district.units, district.calendar.first))
    rows = phones.endpoint_rows(people)
    for person, number in zip(phones.owners(people), await write_numbered(db, Endpoint, rows), strict=True):
        person.endpoint_id = number
    for person in people:
        person.endpoint_id = person.partner.endpoint_id if person.partner else person.endpoint_id
    await write(db, Address, phones.address_rows(people))
    await write(db, Consent, phones.consent_rows(people, district.secretaries))


def _member(person: Person) -> Row:
    return {
        "name": person.name,
        "sort_key": sort_key(person.name),
        "search_key": fold(person.name),
        "birth_year": person.born,
        "phone": person.phone,
    }


def _memberships(person: Person, cells: Sequence[Cell]) -> list[Row]:
    return [
        {
            "member_id": person.id,
            "unit_id": cells[stay.cell].id,
            "from_on": stay.from_on,
            "until_on": stay.until_on,
            "decision": stay.decision,
        }
        for stay in person.stays
    ]


def _statuses(person: Person) -> list[Row]:
    return [
        {
            "member_id": person.id,
            "kind": state.kind,
            "from_on": state.from_on,
            "until_on": state.until_on,
            "decision": state.decision,
        }
        for state in person.states
    ]
