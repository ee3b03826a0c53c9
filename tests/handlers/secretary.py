"""The secretary's phones, and what came of the talk on them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.model.meetings import Meeting
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, plain_phone


def hers(scene: Scene, now: datetime | None = None) -> Phone:
    """The one with buttons."""
    return Phone(scene.db, now or scene.now, "9")


async def her_plain_one(scene: Scene) -> Phone:
    await village.reachable_at(scene.db, scene.secretary, scene.now, "90", "rehearsal_plain")
    return plain_phone(scene.db, scene.now, "90")


async def talk(phone: Phone, words: Sequence[str]) -> str:
    """Says all of it; the last answer."""
    return [await phone.says(said) for said in words][-1]


async def called(scene: Scene) -> list[Meeting]:
    """All meetings but the one of tomorrow."""
    found = await scene.db.scalars(select(Meeting).where(Meeting.id != scene.meeting.id).order_by(Meeting.id))
    return list(found)


async def the_meeting(scene: Scene) -> Meeting:
    """The only one that was called here."""
    (meeting,) = await called(scene)
    return meeting
