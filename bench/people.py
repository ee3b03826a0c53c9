"""Cells full of people who can be reached, and their meetings, called as any secretary calls them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bench.network import ACCOUNT, FIRST_CHAT
from bot.config import Settings
from bot.house import House, open_house
from bot.model.endpoints import Address, Consent, ConsentKind, Endpoint
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit, UnitKind
from bot.services.meetings import call_meeting, checked
from bot.services.tree import add_unit, add_units

AT_ONCE = 50
"""Cells in one transaction."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its people; their chats are counted through from the first."""

    unit: Unit
    members: Sequence[int]
    chats: Sequence[int]


@asynccontextmanager
async def house_at(url: str) -> AsyncIterator[House]:
    """The database, set up, with nobody at work."""
    settings = Settings(database_url=SecretStr(url), quiet_hours="off", _env_file=None)
    async with open_house(settings, migrate_first=True) as house:
        yield house


async def settled(house: House, cells: int, each: int) -> list[Cell]:
    """So many cells with so many people each, every one of them with a chat."""
    since = datetime.now(UTC).date()  # no month of the past is owed a row: that would be measured as well
    async with house.sessions.begin() as db:
        commune = await add_unit(db, "xa", "Đảng ủy xã Suối Trong", UnitKind.COMMUNE, None, since)
        named = [(f"xa-thon-{number}", f"Thôn {number}") for number in range(1, cells + 1)]
        units = await add_units(db, named, UnitKind.CELL, commune, since)
    made: list[Cell] = []
    for begin in range(0, cells, AT_ONCE):
        async with house.sessions.begin() as db:
            made += await _peopled(db, units[begin : begin + AT_ONCE], each, FIRST_CHAT + begin * each)
    return made


@dataclass(frozen=True, slots=True)
class Province:
    """A tree of three levels above its cells: a province, districts, grassroots organisations."""

    top: Unit
    cells: list[Cell]

    @property
    def members(self) -> list[int]:
        return [member for cell in self.cells for member in cell.members]


async def province(house: House, districts: int, organisations: int, cells: int, people: int) -> Province:
    """So many of each, as even as it can be, every one of the people with a chat."""
    since = datetime.now(UTC).date()
    async with house.sessions.begin() as db:
        top = await add_unit(db, "tinh", "Tỉnh ủy", UnitKind.PROVINCE, None, since)
        named = [(f"huyen-{one}", f"Huyện ủy {one}") for one in range(districts)]
        above = await add_units(db, named, UnitKind.DISTRICT, top, since)
        bases: list[Unit] = []
        for at, district in enumerate(above):
            here = [(f"cs-{one}", f"Đảng ủy cơ sở {one}") for one in range(at, organisations, districts)]
            bases += await add_units(db, here, UnitKind.GRASSROOTS_COMMITTEE, district, since)
        units: list[Unit] = []
        for at, base in enumerate(bases):
            own = [(f"cb-{one}", f"Chi bộ {one}") for one in range(at, cells, organisations)]
            units += await add_units(db, own, UnitKind.CELL, base, since)
    each, more = divmod(people, cells)
    made: list[Cell] = []
    first = FIRST_CHAT
    for some, count in ((units[:more], each + 1), (units[more:], each)):
        for begin in range(0, len(some), AT_ONCE):
            async with house.sessions.begin() as db:
                made += await _peopled(db, some[begin : begin + AT_ONCE], count, first)
            first += len(some[begin : begin + AT_ONCE]) * count
    return Province(top, made)


async def _peopled(db: AsyncSession, units: Sequence[Unit], each: int, first_chat: int) -> list[Cell]:
    count = len(units) * each
    now = datetime.now(UTC)
    names = [f"Trần Văn Số {number:06}" for number in range(first_chat, first_chat + count)]
    ids = await _added(db, Member, [{"name": name, "sort_key": name, "search_key": name} for name in names])
    chats = list(range(first_chat, first_chat + count))
    ways = [{"channel": "telegram", "account": ACCOUNT, "external_id": str(chat), "offered": []} for chat in chats]
    endpoints = await _added(db, Endpoint, ways)
    of = [unit.id for unit in units for _ in range(each)]
    await db.execute(insert(Membership), [{"member_id": m, "unit_id": u} for m, u in zip(ids, of, strict=True)])
    await db.execute(insert(MemberStatus), [{"member_id": m, "kind": StatusKind.OFFICIAL} for m in ids])
    linked = [{"member_id": m, "endpoint_id": e, "linked_at": now} for m, e in zip(ids, endpoints, strict=True)]
    await db.execute(insert(Address), linked)
    said = {"channel": "telegram", "kind": ConsentKind.TAPPED, "text_version": "bench", "given_at": now}
    await db.execute(insert(Consent), [{"member_id": m, **said} for m in ids])
    spans = [slice(at, at + each) for at in range(0, count, each)]
    return [Cell(unit, ids[span], chats[span]) for unit, span in zip(units, spans, strict=True)]


async def _added(db: AsyncSession, table: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Their ids, in the order of the rows."""
    found = await db.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), list(rows))
    return list(found)


async def called(house: House, cells: Sequence[Cell]) -> list[int]:
    """A meeting of each cell, thirty hours from now: everybody is owed a notice at once."""
    ids: list[int] = []
    for begin in range(0, len(cells), AT_ONCE):
        now = datetime.now(UTC)
        async with house.sessions.begin() as db:
            for cell in cells[begin : begin + AT_ONCE]:
                call = checked(MeetingKind.REGULAR, now + timedelta(hours=30), "Nhà văn hóa", None, now)
                meeting: Meeting = await call_meeting(db, cell.unit, call, "bench", now)
                ids.append(meeting.id)
    return ids


async def held_back(house: House) -> None:
    """Nothing that waits is due before it is let go."""
    await _due(house, datetime.now(UTC) + timedelta(hours=20))


async def let_go(house: House) -> None:
    await _due(house, datetime.now(UTC))


async def _due(house: House, moment: datetime) -> None:
    async with house.sessions.begin() as db:
        await db.execute(update(Notice).where(Notice.state == NoticeState.WAITING).values(not_before=moment))


@asynccontextmanager
async def looking(house: House) -> AsyncIterator[AsyncEngine]:
    """The tables as they are, read without keeping anybody from writing."""
    engine = create_async_engine(house.settings.sqlalchemy_url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def told(house: House) -> None:
    """All that waits has been sent."""
    async with house.sessions.begin() as db:
        await db.execute(update(Notice).where(Notice.state == NoticeState.WAITING).values(state=NoticeState.SENT))
