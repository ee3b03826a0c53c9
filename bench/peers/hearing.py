"""Others hear the same answers: `python -m bench.peers.hearing plain|aiogram|ptb COUNT [DATABASE]`."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from aiogram import Bot, Dispatcher, F
from aiogram.types import CallbackQuery
from sqlalchemy import DateTime, ForeignKey, String, UniqueConstraint, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes

from bench.network import FIRST_CHAT, TOKEN
from bench.presses import pressed

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class Base(DeclarativeBase):
    """The plain bot's own tables."""


class Person(Base):
    """Somebody with a chat."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(String(64), unique=True)


class Attendance(Base):
    """What they said."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


async def plain(bodies: list[bytes], url: str) -> float:
    """Look up who it is and what they are asked, write the answer, commit; one after the other, which is its best."""
    engine = engine_of(url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    await founded(engine, sessions, len(bodies))
    dispatcher = Dispatcher()

    @dispatcher.callback_query(F.data.startswith("answer:"))
    async def answer(press: CallbackQuery) -> None:
        assert press.data is not None
        said = press.data.split(":")
        async with sessions() as db:
            person = (await db.execute(select(Person).filter_by(chat=str(press.from_user.id)))).scalar_one()
            row = await db.execute(select(Attendance).filter_by(meeting_id=int(said[1]), person_id=person.id))
            attendance = row.scalar_one()
            attendance.answer, attendance.answered_at = said[4], datetime.now(UTC)
            await db.commit()

    bot = Bot(TOKEN)
    used = await through(bodies, lambda body: dispatcher.feed_raw_update(bot, json.loads(body)))
    async with sessions() as db:
        answered = (await db.scalars(select(Attendance.answer))).all()
    assert answered.count("coming") == len(bodies)
    await bot.session.close()
    await engine.dispose()
    return used


def engine_of(url: str) -> AsyncEngine:
    scheme, _, rest = url.partition("://")
    engine = create_async_engine(f"{DRIVERS[scheme]}://{rest}")
    if scheme == "sqlite":
        event.listen(engine.sync_engine, "connect", lambda one, _: one.execute("PRAGMA journal_mode=WAL").close())
    return engine


async def founded(engine: AsyncEngine, sessions: async_sessionmaker[AsyncSession], count: int) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions.begin() as db:
        db.add_all(Person(id=number, chat=str(FIRST_CHAT + number)) for number in range(count))
        await db.flush()
        db.add_all(Attendance(meeting_id=1, person_id=number) for number in range(count))


async def aiogram(bodies: list[bytes], _: str) -> float:
    """A handler that does nothing, behind the filter that everybody writes."""
    dispatcher, bot = Dispatcher(), Bot(TOKEN)

    @dispatcher.callback_query(F.data.startswith("answer:"))
    async def answer(_: CallbackQuery) -> None:
        """Nothing."""

    used = await through(bodies, lambda body: dispatcher.feed_raw_update(bot, json.loads(body)))
    await bot.session.close()
    return used


async def ptb(bodies: list[bytes], url: str) -> float:
    """The same; `initialize` asks the network who we are, so one is needed."""
    application = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").updater(None).build()

    async def answer(_: Update, __: ContextTypes.DEFAULT_TYPE) -> None:
        """Nothing."""

    application.add_handler(CallbackQueryHandler(answer, pattern=r"^answer:"))
    async with application:
        return await through(
            bodies, lambda body: application.process_update(Update.de_json(json.loads(body), application.bot))
        )


async def through(bodies: list[bytes], hear: Callable[[bytes], Awaitable[object]]) -> float:
    """The processor's seconds for all of them."""
    begun = time.process_time()
    for body in bodies:
        await hear(body)
    return time.process_time() - begun


ALL = {one.__name__: one for one in (plain, aiogram, ptb)}


def main() -> None:
    name, count, *url = sys.argv[1:]
    bodies = [
        json.dumps(pressed(number + 1, FIRST_CHAT + number, f"answer:1:1:{number}:coming")).encode()
        for number in range(int(count))
    ]
    used = asyncio.run(ALL[name](bodies, url[0] if url else ""))
    sys.stdout.write(json.dumps({"a_cpu_second": int(count) / used}) + "\n")


if __name__ == "__main__":
    main()
