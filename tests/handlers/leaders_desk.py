"""The phone of whoever leads a cell, and people on the list of its meeting."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.services.meetings import cancel_meeting
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone

Kind = Callable[[AsyncSession, datetime, str], Phone]


async def desk(scene: Scene, kind: Kind = Phone) -> Phone:
    """The secretary's phone, of any kind."""
    phone = kind(scene.db, scene.now, "9")
    if phone.channel != "rehearsal":
        await village.reachable_at(scene.db, scene.secretary, scene.now, "9", phone.channel)
    return phone


async def crowd(scene: Scene, count: int = 12) -> None:
    """More people on the list of a meeting that is called anew."""
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    await village.members(scene.db, scene.cell, count)
    scene.meeting = await village.meeting(scene.db, scene.cell, scene.now)
    for person in (scene.secretary, scene.lan):
        await village.has_been_told(scene.db, scene.meeting, person)


async def told(scene: Scene) -> None:
    for person in (scene.secretary, scene.lan):
        await village.has_been_told(scene.db, scene.meeting, person)


async def nudges(scene: Scene) -> list[int | None]:
    return list(await scene.db.scalars(select(Notice.member_id).filter_by(step=Step.NUDGE).order_by(Notice.id)))


def is_plain(phone: Phone) -> bool:
    return not phone.capabilities.buttons
