"""A link hands its document over once, to whoever has the link, within a day."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.audit import AuditRow
from bot.model.endpoints import Address
from bot.model.members import Member
from bot.model.parcels import Parcel
from bot.refusals import NoWayForFiles
from bot.services.addresses import endpoint_at
from bot.services.joining import link, unlink
from bot.services.parcels import LASTS, PATH, fetch, give_back, link_to, waiting
from tests import village

SITE = "https://chibot.example"


async def token_for(db: AsyncSession, now: datetime, cell: str = "thon") -> str:
    """For somebody new."""
    return await token_of(db, await village.member(db, await village.cell(db, code=cell)), now)


async def token_of(db: AsyncSession, person: Member, now: datetime) -> str:
    """A link made just now, without its address."""
    db.info["public_url"] = SITE
    made = await link_to(db, "picture:1:2:m2026-11", person.id, now)
    assert made.startswith(SITE + PATH)
    return made.removeprefix(SITE + PATH)


async def test_a_link_gives_its_recipe_once(each_db: AsyncSession, now: datetime) -> None:
    token = await token_for(each_db, now)
    assert [await fetch(each_db, token, now) for _ in range(2)] == ["picture:1:2:m2026-11", None]


async def test_looking_changes_nothing(each_db: AsyncSession, now: datetime) -> None:
    token = await token_for(each_db, now)
    assert [await waiting(each_db, token, now) for _ in range(2)] == [True, True]
    assert await fetch(each_db, token, now) is not None
    assert not await waiting(each_db, token, now)


async def test_a_day_later_the_link_is_dead(each_db: AsyncSession, now: datetime) -> None:
    token = await token_for(each_db, now)
    last_moment = now + LASTS - timedelta(seconds=1)
    assert [await waiting(each_db, token, at) for at in (last_moment, now + LASTS)] == [True, False]
    assert await fetch(each_db, token, now + LASTS) is None
    assert await fetch(each_db, token, last_moment) is not None


@pytest.mark.parametrize("ends", ["cut off", "replaced"])
async def test_with_the_phone_to_which_it_was_sent_a_link_ends(each_db: AsyncSession, now: datetime, ends: str) -> None:
    person = await village.member(each_db, await village.cell(each_db))
    await village.reachable_at(each_db, person, now, chat="1")
    token = await token_of(each_db, person, now)
    others = await token_for(each_db, now, cell="ban")
    if ends == "cut off":
        (address,) = await each_db.scalars(select(Address).filter_by(member_id=person.id))
        await unlink(each_db, person.id, address.id, "test", now)
    else:
        await link(each_db, await endpoint_at(each_db, "rehearsal", "rehearsal", "2"), person, "test", now)
    assert await fetch(each_db, token, now) is None
    assert await fetch(each_db, others, now) is not None
    assert await fetch(each_db, await token_of(each_db, person, now), now) is not None


async def test_another_phone_beside_it_ends_no_link(each_db: AsyncSession, now: datetime) -> None:
    person = await village.member(each_db, await village.cell(each_db))
    await village.reachable_at(each_db, person, now, chat="1")
    token = await token_of(each_db, person, now)
    await link(each_db, await endpoint_at(each_db, "telegram", "bot", "2"), person, "test", now)
    assert await fetch(each_db, token, now) is not None


@pytest.mark.parametrize("wrong", ["", "x", "' OR 1=1 --", "ờ" * 5_000, "\x00"])
async def test_a_wrong_token_opens_nothing(each_db: AsyncSession, now: datetime, wrong: str) -> None:
    token = await token_for(each_db, now)
    assert await fetch(each_db, wrong, now) is None
    assert await fetch(each_db, token + wrong + "x", now) is None
    assert await waiting(each_db, token, now)


async def test_of_two_fetches_at_once_one_gets_it(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        token = await token_for(db, now)
    got = await asyncio.gather(*(fetched(sessions, token, now) for _ in range(4)))
    async with sessions() as db:
        noted = await db.scalar(select(func.count(AuditRow.id)).filter_by(deed="parcel_fetched"))
    await engine.dispose()
    assert sorted(got, key=str) == [None, None, None, "picture:1:2:m2026-11"]
    assert noted == 1


async def fetched(sessions: Sessions, token: str, now: datetime) -> str | None:
    async with sessions.begin() as db:
        return await fetch(db, token, now)


async def test_what_could_not_be_made_is_given_back_and_both_are_noted(each_db: AsyncSession, now: datetime) -> None:
    token = await token_for(each_db, now)
    await fetch(each_db, token, now)
    await give_back(each_db, token, now)
    assert await fetch(each_db, token, now) is not None
    deeds = await each_db.scalars(select(AuditRow.deed).where(AuditRow.about.like("parcel:%")).order_by(AuditRow.id))
    assert deeds.all() == ["parcel_fetched", "parcel_given_back", "parcel_fetched"]


async def test_the_token_itself_is_kept_nowhere(each_db: AsyncSession, now: datetime) -> None:
    token = await token_for(each_db, now)
    await fetch(each_db, token, now)
    (row,) = await each_db.scalars(select(Parcel))
    (noted,) = await each_db.scalars(select(AuditRow))
    assert token not in f"{vars(row)} {vars(noted)}"


async def test_every_link_is_another(each_db: AsyncSession, now: datetime) -> None:
    each_db.info["public_url"] = SITE
    person = await village.member(each_db, await village.cell(each_db))
    links = {await link_to(each_db, "picture:1", person.id, now) for _ in range(20)}
    assert len(links) == 20
    assert all(len(link.removeprefix(SITE + PATH)) >= 32 for link in links)


async def test_without_an_address_of_our_own_there_is_no_link(each_db: AsyncSession, now: datetime) -> None:
    person = await village.member(each_db, await village.cell(each_db))
    each_db.info.pop("public_url", None)
    with pytest.raises(NoWayForFiles):
        await link_to(each_db, "picture:1", person.id, now)
