"""Whose names a visitor sees on a page; and that they saw them, written down once a day for each person and place."""

from datetime import time

from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.services.audit import as_member
from bot.services.names_seen import NamesSeen, names_by
from bot.web.committee.look import Look
from bot.words.times import at_local, day_of


async def names_of(look: Look) -> NamesSeen | None:
    """None for whoever may see no names of the unit."""
    return await names_by(look.db, look.visitor.offices, look.visitor.member.id, look.unit, day_of(look.now))


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
