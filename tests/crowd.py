"""A cell whose members all speak at the same moment; what is said is kept, and answered when it is asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.rehearsal import Rehearsal
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.listening import Listener
from bot.messages import Event
from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Notice
from handlers import all_routers
from tests import village
from tests.ground import at_once

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NAME = "rehearsal"


@dataclass
class Cell:
    """A cell whose members are all asked to one meeting, each at an own phone: the first at "0", and so on."""

    engine: AsyncEngine
    sessions: Sessions
    listener: Listener
    statements: list[str] = field(default_factory=list)
    meeting: Meeting = field(init=False)
    people: list[Member] = field(init=False)
    said: int = 0

    async def says(self, chat: int, text: str) -> None:
        """Kept, and not answered yet."""
        self.said += 1
        body = {"id": self.said, "from": chat, "text": text}
        await self.listener.keep(NAME, NAME, [Event(str(self.said), str(chat), body, words=(text,))])

    async def answered(self) -> list[str]:
        """What is done with all that was said, as statements."""
        self.statements.clear()
        await self.listener.answer_batch()
        return list(self.statements)

    async def answers(self) -> dict[int, Answer | None]:
        async with self.sessions() as db:
            found = await db.execute(select(Attendance.member_id, Attendance.answer))
            given: dict[int, Answer | None] = dict(found.all())
        return {place: given[person.id] for place, person in enumerate(self.people)}

    async def told(self, chat: int) -> str:
        """The words that are owed to a phone as an answer."""
        async with self.sessions() as db:
            contents = await db.scalars(
                select(Notice.content)
                .join(Endpoint, Endpoint.id == Notice.endpoint_id)
                .where(Endpoint.external_id == str(chat), Notice.about.startswith("inbox:"))
                .order_by(Notice.id)
            )
            return str(contents.all()[-1])


@asynccontextmanager
async def cell_of(url: str, count: int) -> AsyncIterator[Cell]:
    engine = open_engine(at_once(url))
    sessions = sessions_of(engine)
    channel = Rehearsal()
    cell = Cell(engine, sessions, Listener(sessions, {NAME: channel}, all_routers(), lambda: NOW, lambda: None))
    async with sessions.begin() as db:
        unit = await village.cell(db)
        cell.people = await village.members(db, unit, count)
        for chat, person in enumerate(cell.people):
            await village.reachable_at(db, person, NOW, chat=str(chat), channel=NAME)
        cell.meeting = await village.meeting(db, unit, NOW, timedelta(hours=30))
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *about: cell.statements.append(about[2]))
    event.listen(engine.sync_engine, "commit", lambda _: cell.statements.append("COMMIT"))
    event.listen(engine.sync_engine, "rollback", lambda _: cell.statements.append("ROLLBACK"))
    yield cell
    await engine.dispose()
