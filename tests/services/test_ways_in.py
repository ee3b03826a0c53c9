"""How people get to our accounts: by name, by link, by the page of a code."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account
from bot.services.codes import code_behind, code_of, looks_like_code, new_token
from bot.services.joining import Invitation, invite, redeem
from bot.services.ways_in import ACCOUNTS, WayIn, link_for, ways_in
from tests import village

SITE = "https://chibot.example.vn"
TELEGRAM, OA = WayIn("telegram", "123456", "xa_bot"), WayIn("zalo_oa", "388613280", "Chi bộ số")
BOT = WayIn("zalo_bot", "77", "Bot Suối Trong")


async def knows(db: AsyncSession, now: datetime, *accounts: WayIn) -> None:
    db.add_all(Account(channel=one.channel, account=one.account, name=one.name, heard_at=now) for one in accounts)
    await db.flush()


async def test_of_several_accounts_on_a_network_the_one_heard_from_last_is_given(
    each_db: AsyncSession, now: datetime
) -> None:
    assert await ways_in(each_db) == []
    each_db.add_all(
        Account(channel="telegram", account=str(at), name=name, heard_at=heard)
        for at, (name, heard) in enumerate(
            [("old_bot", now - timedelta(days=9)), ("bot", now), ("new", None), (None, now)]
        )
    )
    await each_db.flush()
    assert [way.name for way in await ways_in(each_db)] == ["bot"]


async def test_every_network_that_is_on_has_one_row(db: AsyncSession, now: datetime) -> None:
    await knows(db, now, TELEGRAM, BOT, OA, WayIn("rehearsal", "rehearsal", "rehearsal"))
    assert await ways_in(db) == [OA, BOT, TELEGRAM]


async def test_what_is_switched_off_is_not_shown(db: AsyncSession, now: datetime) -> None:
    await knows(db, now, TELEGRAM, OA, WayIn("telegram", "999", "another_bot"))
    db.info[ACCOUNTS] = {"telegram": "123456"}
    assert await ways_in(db) == [TELEGRAM]


async def test_what_never_started_is_shown_where_its_link_is_known(db: AsyncSession) -> None:
    db.info[ACCOUNTS] = {"telegram": "123456", "zalo_oa": OA.account, "zalo_bot": "77"}
    assert [way.link() for way in await ways_in(db)] == ["https://zalo.me/388613280"]


def test_a_link_opens_the_account_where_its_network_has_links() -> None:
    assert TELEGRAM.link("abc") == "https://t.me/xa_bot?start=abc"
    assert OA.link("abc") == "https://zalo.me/388613280"
    assert BOT.link("abc") is None
    assert WayIn("zalo_bot", "77", "https://zalo.me/77").link() == "https://zalo.me/77"


@pytest.mark.parametrize(
    ("ways", "site", "link"),
    [
        ([TELEGRAM], SITE, "https://t.me/xa_bot?start=abc"),
        ([OA], SITE, f"{SITE}/k/abc"),
        ([OA, TELEGRAM], SITE, f"{SITE}/k/abc"),
        ([BOT], SITE, f"{SITE}/k/abc"),
        ([BOT, TELEGRAM], None, "https://t.me/xa_bot?start=abc"),
        ([BOT], None, None),
        ([], SITE, None),
    ],
)
async def test_what_is_scanned_opens_all_ways_or_the_only_one(
    db: AsyncSession, ways: list[WayIn], site: str | None, link: str | None
) -> None:
    db.info["public_url"] = site
    assert link_for(db, ways, "abc") == link


# The code behind a link


async def invited(db: AsyncSession, now: datetime) -> Invitation:
    person = await village.member(db, await village.cell(db))
    (made,) = await invite(db, [person], "test", now)
    return made


async def test_a_link_shows_its_code_as_long_as_it_links(each_db: AsyncSession, now: datetime) -> None:
    made = await invited(each_db, now)
    assert await code_behind(each_db, made.token, now) == made.code
    assert await code_behind(each_db, new_token(), now) is None
    assert await code_behind(each_db, made.token, now + timedelta(days=15)) is None
    place = await village.reachable_at(each_db, made.member, now)
    assert await redeem(each_db, place, made.code, now) == made.member
    assert await code_behind(each_db, made.token, now) is None


def test_the_code_of_a_link_is_always_the_same_and_of_another_another() -> None:
    tokens = [new_token() for _ in range(200)]
    codes = [code_of(token) for token in tokens]
    assert codes == [code_of(token) for token in tokens]
    assert len(set(codes)) == 200
    assert all(looks_like_code(code) for code in codes)
