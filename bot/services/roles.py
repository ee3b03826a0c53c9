"""Giving and ending offices; every change is written down."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.refusals import EndIsPast, NoSuchRole, NotHeld, RoleOfACell
from bot.services.audit import note
from bot.services.invitations import renew_open_lists
from bot.services.joining import end_codes
from bot.services.lying_open import put_away
from bot.services.permissions import role_holds
from bot.services.visit_offices import office_ended
from bot.words.times import day, day_of

CELL_OFFICES = (
    Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CELL_COMMITTEE, Office.CLERK, Office.GROUP_LEADER,
)  # fmt: skip


def office_named(text: str) -> Office:
    """`secretary`, `district_committee` …; raises NoSuchRole."""
    try:
        return Office(text.strip().lower())
    except ValueError:
        raise NoSuchRole(role=text, known=", ".join(Office)) from None


async def give_role(
    db: AsyncSession,
    member: Member,
    unit: Unit,
    office: Office,
    by: str,
    now: datetime,
    until: date | None = None,
) -> Role:
    """Give an office through a day (None: open); given again, only its end changes. A new one ends unused codes."""
    if until is not None and until < day_of(now):
        raise EndIsPast(day=day(until))
    is_leader_of_group = office is Office.GROUP_LEADER and unit.kind is UnitKind.GROUP
    if office in CELL_OFFICES and not unit.is_cell and not is_leader_of_group:
        raise RoleOfACell(role=office, code=unit.code)
    role = await held_role(db, member, unit, office, day_of(now))
    if role is None:
        role = Role(member_id=member.id, unit_id=unit.id, office=office, from_on=day_of(now), given_by=by)
        db.add(role)
        await end_codes(db, [member.id], now)  # whoever has one of these would have the office too
    role.until_on = until
    role.from_roster = False
    note(db, by, "role_given", f"member:{member.id}", now, office=office, unit=unit.code, until=str(until))
    await db.flush()
    await renew_open_lists(db, [unit.id], now)  # who is called for their office
    return role


async def end_role(db: AsyncSession, member: Member, unit: Unit, office: Office, by: str, now: datetime) -> None:
    """End an office today: from now on it gives no right, and what it showed is not shown again."""
    role = await held_role(db, member, unit, office, day_of(now))
    if role is None:
        raise NotHeld(role=office, code=unit.code)
    role.until_on = day_of(now) - timedelta(days=1)
    note(db, by, "role_ended", f"member:{member.id}", now, office=office, unit=unit.code)
    await db.flush()
    await put_away(db, [member.id], now)
    await renew_open_lists(db, [unit.id], now)
    await office_ended(db, member.id, now)


async def held_role(db: AsyncSession, member: Member, unit: Unit, office: Office, on: date) -> Role | None:
    """The office if the person holds it on that day."""
    role: Role | None = await db.scalar(
        select(Role).where(Role.member_id == member.id, Role.unit_id == unit.id, Role.office == office, role_holds(on))
    )
    return role
