"""Whose names somebody sees on a page; and that they saw them, written down once a day for each person and place."""

from datetime import time

from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.members import Membership
from bot.model.roles import Office
from bot.services.audit import as_member
from bot.services.people import holds
from bot.services.permissions import Right, reaches
from bot.web.committee.look import Look
from bot.words.times import at_local, day_of


def sees_every_name(look: Look) -> bool:
    """Whether an office shows all names of the unit. Whoever leads a group and is only written at the cell sees those
    of the group that they are in.
    """
    return any(
        reaches(role.office, at, Right.SEE_NAMES, look.unit) and not (role.office is Office.GROUP_LEADER and at.is_cell)
        for role, at in look.visitor.offices
    )


async def own_groups(look: Look) -> set[int]:
    """The groups that the visitor is in today."""
    mine = Membership.member_id == look.visitor.member.id, Membership.group_id.is_not(None)
    found = await look.db.scalars(select(Membership.group_id).where(*mine, holds(day_of(look.now))))
    return {one for one in found if one is not None}


async def names_seen(look: Look, about: str, count: int, deed: str = "names_seen") -> None:
    """`about` as `unit:thon-mot`; nothing where it stands there since the morning."""
    is_known = await look.db.scalar(
        select(AuditRow.id)
        .where(
            AuditRow.about == about,
            AuditRow.deed == deed,
            AuditRow.by == as_member(look.visitor.member.id),
            AuditRow.at >= at_local(day_of(look.now), time()),
        )
        .limit(1)
    )
    if is_known is None:
        look.note(deed, about, count=count, on="page")
