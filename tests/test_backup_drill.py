"""The drill: a system that hears, answers and sends is backed up, and comes up again in another place."""

import asyncio
import io
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.db.backups.place import fill
from bot.db.backups.reading import BackupReader
from bot.db.backups.snapshot import save, snapshot
from bot.db.backups.writing import Header
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.db.version import NEWEST
from bot.model.attendances import Answer, AnswerLog
from bot.model.logins import Login
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.services import ledger, personal_links
from bot.services.addresses import endpoint_at
from bot.services.backups import after_restoring
from bot.services.joining import invite, redeem
from bot.services.logins import log_in, log_in_by_link, login_link
from bot.services.parcels import fetch, link_to
from bot.services.participation import roll_up_all, write_due_months
from bot.services.recount import recount
from tests import village
from tests.conftest import DATABASES, NOW, _create
from tests.stage import Stage, stage

PEOPLE = 12
Maker = Callable[[str], Awaitable[str]]
Rows = dict[str, int]


@pytest.fixture
def empty_place(sqlite_template: Path, postgres_server: str, postgres_template: str, tmp_path: Path) -> Maker:
    """Makes one of a kind."""

    async def make(kind: str) -> str:
        name = f"restored_{uuid.uuid4().hex}"
        if kind == "sqlite":
            shutil.copy(sqlite_template, tmp_path / name)
            return f"sqlite+aiosqlite:///{tmp_path / name}"
        await _create(postgres_server, name, postgres_template)
        return postgres_server.format(name=name)

    return make


async def test_what_is_saved_at_work_comes_up_on_both_kinds_of_databases(database_url: str, empty_place: Maker) -> None:
    async with stage(database_url, NOW, quiet_hours="off", public_url="https://chibot.test") as at:
        token = await a_village(at)
        async with at.working():
            answers = Answers(at)
            answering = asyncio.create_task(answers.come())
            await answers.more_than(3)
            busy = await saved(database_url)
            await answers.more_than(answers.count)
            answering.cancel()
            await asyncio.gather(answering, return_exceptions=True)
        assert counted(await saved(database_url)) == await counts(at.house.sessions), "at rest nothing is missing"
    for kind in DATABASES:
        async with restored(await empty_place(kind), busy) as sessions:
            assert await counts(sessions) == counted(busy)
            await is_whole(sessions)
            await opens(sessions, token)
            await goes_on(sessions)


async def test_whoever_was_at_the_pages_has_to_come_in_anew(database_url: str) -> None:
    """A login that was ended since, of a lost phone for one, would be open again; and a link that was used."""
    async with sessions_at(database_url) as sessions:
        async with sessions.begin() as db:
            member = await village.member(db, await village.cell(db))
            link = await login_link(db, member.id, NOW)
            await log_in(db, member.id, "link", "Firefox", NOW)
            await after_restoring(db, "test", NOW, NOW, hold=True)
        async with sessions.begin() as db:
            assert await log_in_by_link(db, link.rpartition("/")[2], "Firefox", NOW) is None
            assert (await db.scalars(select(Login.ended_at))).all() == [NOW]


@pytest.mark.parametrize("hold", [True, False], ids=["something was lost", "only the house is another"])
async def test_what_opens_once_does_not_open_again(db: AsyncSession, *, hold: bool) -> None:
    """A code that was used after the backup was good once more: whoever found the slip was linked as the member."""
    db.info["public_url"] = "https://chibot.test"
    member = await village.member(db, await village.cell(db))
    (slip,) = await invite(db, [member], "test", NOW)
    link = await link_to(db, f"own_data:{member.id}", member.id, NOW)
    found = await after_restoring(db, "test", NOW, NOW, hold=hold)
    assert await fetch(db, link.rpartition("/")[2], NOW) is None
    assert found.codes == int(hold)
    who = await redeem(db, await endpoint_at(db, "rehearsal", "rehearsal", "666"), slip.code, NOW)
    assert who is None if hold else who == member


@asynccontextmanager
async def sessions_at(url: str) -> AsyncIterator[Sessions]:
    engine = open_engine(url)
    yield sessions_of(engine, public_url="https://chibot.test")
    await engine.dispose()


async def a_village(at: Stage) -> str:
    """A cell whose people are to be told of a meeting, and that has held one; returns somebody's link."""
    async with at.house.sessions.begin() as db:
        cell = await village.cell(db, await village.commune(db))
        for number, member in enumerate(await village.members(db, cell, PEOPLE), 1):
            at.telegram.person(number)
            (await village.reachable_at(db, member, NOW, chat=str(number), channel="telegram")).account = "123456"
        await village.held(db, cell, NOW - timedelta(days=3), excused=2, unexcused=1)
        meeting = await village.meeting(db, cell, NOW, timedelta(hours=30))
        link = await personal_links.link_for(db, meeting, member.id, "test", NOW)
    assert link is not None
    return link.rpartition("/")[2]


@dataclass
class Answers:
    """People answer, one after the other, each in a transaction of its own, until they are stopped."""

    at: Stage
    count: int = 0
    one_more: asyncio.Event = field(default_factory=asyncio.Event)

    async def come(self) -> None:
        async with self.at.house.sessions() as db:
            meeting_id = await db.scalar(select(func.max(Meeting.id)))
            members = (await db.scalars(select(Member))).all()
        for member in cycle(members):
            async with self.at.house.sessions.begin() as db:
                meeting = await db.get_one(Meeting, meeting_id)
                await village.says(db, meeting, member, Answer.COMING, self.at.now())
            self.count += 1
            self.one_more.set()
            await asyncio.sleep(0.01)

    async def more_than(self, count: int) -> None:
        while self.count <= count:
            self.one_more.clear()
            await self.one_more.wait()


async def saved(url: str) -> bytes:
    paper = io.BytesIO()
    async with snapshot(url) as tables:
        header = Header(NEWEST, NOW, tables.database, "test")
        await save(tables, header, paper, lambda _: None)
    return paper.getvalue()


@asynccontextmanager
async def restored(url: str, backup: bytes) -> AsyncIterator[Sessions]:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await fill(connection, BackupReader(io.BytesIO(backup)), lambda _: None)
    yield sessions_of(engine)
    await engine.dispose()


def counted(backup: bytes) -> Rows:
    """What is in the file, by table."""
    tables = BackupReader(io.BytesIO(backup)).each()
    return {table.head.name: sum(len(rows) for rows in table.blocks()) for table in tables}


async def counts(sessions: Sessions) -> Rows:
    async with sessions() as db:
        found = {
            name: await db.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    return {name: count or 0 for name, count in found.items()}


async def is_whole(sessions: Sessions) -> None:
    """What is written together is there together, though it was saved in the middle of it."""
    async with sessions.begin() as db:
        assert await ledger.unbalanced(db) == []
        assert await ledger.astray(db) == 0
        answered = await db.scalar(select(func.count(func.distinct(AnswerLog.member_id))))
        meeting_id = await db.scalar(select(func.max(Meeting.id)))
        assert answered == await said_so(db, meeting_id)
        await write_due_months(db, NOW)
        await db.flush()
        await roll_up_all(db, NOW)
        assert await recount(db, "2026-10") == []


async def said_so(db: AsyncSession, meeting_id: int | None) -> int | None:
    return await db.scalar(
        select(func.count())
        .select_from(Base.metadata.tables["attendances"])
        .filter_by(meeting_id=meeting_id, answer=Answer.COMING)
    )


async def opens(sessions: Sessions, token: str) -> None:
    async with sessions() as db:
        assert await personal_links.opened(db, token, NOW) is not None


async def goes_on(sessions: Sessions) -> None:
    """New rows find their numbers."""
    async with sessions.begin() as db:
        cell = await village.cell(db, code="moi")
        await village.member(db, cell)
