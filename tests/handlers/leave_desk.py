"""A secretary at whose cell three people ask to stay away."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, Leave
from bot.model.members import Member
from bot.model.notices import Notice
from bot.services.invitations import renew_open_lists
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone

Kind = Callable[[AsyncSession, datetime, str], Phone]
PENDING, EXCUSED, REFUSED = Leave.PENDING, Leave.EXCUSED, Leave.REFUSED


class Desk:
    """A scene in which Lan (ill), An (on a trip) and Minh (no reason given) ask to stay away."""

    def __init__(self, scene: Scene, phone: Phone, people: list[Member]) -> None:
        self.scene, self.phone = scene, phone
        self.an, self.lan, self.minh = people  # as the list has them

    async def leaves(self) -> list[Leave | None]:
        rows = [await self.scene.row(one) for one in (self.an, self.lan, self.minh)]
        return [row.leave for row in rows]

    async def words(self) -> list[Notice]:
        return list(await self.scene.db.scalars(select(Notice).where(Notice.about.startswith("leave:"))))


async def desk_of(scene: Scene, kind: Kind) -> Desk:
    db, now = scene.db, scene.now
    an, minh = [await village.member(db, scene.cell, name) for name in ("Phạm An", "Võ Minh")]
    await village.reachable_at(db, minh, now)
    await renew_open_lists(db, [scene.cell.id], now)
    for person, reason in ((scene.lan, Reason.ILLNESS), (an, Reason.DUTY_TRIP), (minh, None)):
        await village.says(db, scene.meeting, person, Answer.AWAY, now, reason)
    phone = kind(db, now, "9")
    if phone.channel != "rehearsal":
        await village.reachable_at(db, scene.secretary, now, "9", phone.channel)
    return Desk(scene, phone, [an, scene.lan, minh])
