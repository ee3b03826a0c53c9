"""An announcement in the group chat of the cell, where it names nobody and the secretary wants it there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.announcements import Announced, Announcement
from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.notices import Notice, Urgency
from bot.model.units import Unit
from bot.services.groups import groups_of
from bot.services.notices import TOLD
from bot.services.people import people_of_cell
from bot.services.told import Due
from bot.services.unit_settings import settings_of
from bot.words.agendas import names_somebody
from bot.words.times import day_of

ABOUT = "announcement_group:"
"""With books of its own: a group is nobody, and counts for nobody."""


async def open_groups(db: AsyncSession, unit: Unit) -> Sequence[Endpoint]:
    """Where the cell's groups are told anything."""
    found = [place for _, place in await groups_of(db, unit.id) if place.dead_at is None]
    return found if found and (await settings_of(db, unit)).group_notices else []


async def is_nameless(db: AsyncSession, unit: Unit, text: str, now: datetime) -> bool:
    """Nobody is named in a group (`domain` rule 40)."""
    here = await people_of_cell(db, unit.id, day_of(now))
    return not names_somebody(text, [one.member.name for one in here])


async def owe_groups(db: AsyncSession, row: Announcement, unit: Unit, what: Announced, now: datetime) -> None:
    """Each group once; that it is taken back only where it was told."""
    places = await open_groups(db, unit)
    if what is Announced.RECALLED:
        told = select(Notice.endpoint_id).where(Notice.about == f"{ABOUT}{row.id}", Notice.state.in_(TOLD))
        heard = set(await db.scalars(told))
        places = [place for place in places if place.id in heard]
    db.add_all(_notice(row, place, what, now) for place in places)
    await db.flush()


def _notice(row: Announcement, place: Endpoint, what: Announced, now: datetime) -> Notice:
    return Notice(
        about=f"{ABOUT}{row.id}",
        revision=what,
        unit_id=row.unit_id,
        step=Step.ANNOUNCEMENT,
        channel=place.channel,
        account=place.account,
        endpoint_id=place.id,
        urgency=Urgency.ROUTINE,
        not_before=now,
        expires_at=row.until_at,
    )


async def why_not_there(
    db: AsyncSession, notice: Notice | Due, row: Announcement, unit: Unit, now: datetime
) -> str | None:
    """Why a group is not told after all, as things stand when it leaves."""
    if notice.endpoint_id not in {place.id for place in await open_groups(db, unit)}:
        return "group_ended"
    return None if await is_nameless(db, unit, row.text or "", now) else "names_somebody"
