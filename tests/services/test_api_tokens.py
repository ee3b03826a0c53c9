"""Tokens for programs: what is kept of them, how many there may be, and when they end."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.audit import AuditRow
from bot.model.logins import ApiToken
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import NoOfficeForToken, NoSuchToken, Refused, TokenNameTaken, TooManyTokens, WrongToken
from bot.services.api_tokens import BEGINS, MOST, Scope, issue, revoke, scopes_in, scopes_named, token_of, tokens_of
from bot.services.audit import as_member
from bot.services.backups import after_restoring
from bot.services.joining import link, unlink
from bot.services.roles import end_role
from tests import village
from tests.conftest import NOW


async def secretary(db: AsyncSession) -> tuple[Member, Unit]:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.office(db, person, cell, Office.SECRETARY)
    return person, cell


async def made(db: AsyncSession, owner: Member, name: str = "Máy tính", days: int = 30) -> str:
    return (await issue(db, owner, name, [Scope.UNITS, Scope.MEETINGS], days, "test", NOW))[1]


async def test_what_is_shown_once_is_kept_as_a_hash(db: AsyncSession) -> None:
    owner, _ = await secretary(db)
    secret = await made(db, owner)
    found = await token_of(db, secret, NOW)
    assert found is not None
    assert secret.startswith(BEGINS)
    assert secret not in {found.token_hash, found.name}
    assert scopes_in(found) == [Scope.UNITS, Scope.MEETINGS]
    assert await token_of(db, secret + "x", NOW) is None
    assert await token_of(db, secret, NOW + timedelta(days=30)) is None


async def test_nobody_has_more_than_can_be_kept_in_view(sqlite_db: AsyncSession) -> None:
    owner, _ = await secretary(sqlite_db)
    for number in range(MOST):
        await made(sqlite_db, owner, f"Máy {number}")
    with pytest.raises(TooManyTokens):
        await made(sqlite_db, owner, "Máy khác")


@pytest.mark.parametrize(("name", "days"), [("", 30), (" ", 30), ("x" * 61, 30), ("Máy", 0), ("Máy", 366)])
async def test_a_token_without_a_name_or_for_too_long_is_none(sqlite_db: AsyncSession, name: str, days: int) -> None:
    owner, _ = await secretary(sqlite_db)
    with pytest.raises(WrongToken):
        await made(sqlite_db, owner, name, days)


def test_only_scopes_that_there_are_can_be_named() -> None:
    assert scopes_named(["meetings", "units"]) == [Scope.UNITS, Scope.MEETINGS]
    for words in ([], ["names"], ["units", "names"]):
        with pytest.raises(WrongToken):
            scopes_named(words)


async def test_whoever_sees_nothing_has_nothing_to_give(sqlite_db: AsyncSession) -> None:
    person = await village.member(sqlite_db, await village.cell(sqlite_db))
    with pytest.raises(NoOfficeForToken):
        await made(sqlite_db, person)


async def test_of_two_taps_at_once_one_makes_a_token(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        owner, _ = await secretary(db)

    async def tap() -> str:
        async with sessions.begin() as db:
            return await made(db, owner)

    done = await asyncio.gather(tap(), tap(), return_exceptions=True)
    async with sessions() as db:
        assert len(await tokens_of(db, NOW, owner.id)) == 1
    assert [type(one) for one in done if isinstance(one, Refused)] == [TokenNameTaken]
    await engine.dispose()


async def test_a_token_is_revoked_by_its_owner_and_nobody_else(sqlite_db: AsyncSession) -> None:
    owner, cell = await secretary(sqlite_db)
    other = await village.member(sqlite_db, cell, "Trần Thị Bình")
    secret = await made(sqlite_db, owner)
    (token,) = await tokens_of(sqlite_db, NOW)
    with pytest.raises(NoSuchToken):
        await revoke(sqlite_db, token.id, "test", NOW, other.id)
    await revoke(sqlite_db, token.id, "test", NOW, owner.id)
    assert await token_of(sqlite_db, secret, NOW) is None
    with pytest.raises(NoSuchToken):
        await revoke(sqlite_db, token.id, "test", NOW)


async def test_the_last_office_that_ends_ends_the_tokens(db: AsyncSession) -> None:
    owner, cell = await secretary(db)
    await village.office(db, owner, cell, Office.GROUP_LEADER)
    secret = await made(db, owner)
    await end_role(db, owner, cell, Office.SECRETARY, "test", NOW)
    assert await token_of(db, secret, NOW) is not None
    await end_role(db, owner, cell, Office.GROUP_LEADER, "test", NOW)
    assert await token_of(db, secret, NOW) is None
    deeds = await db.scalars(select(AuditRow.deed).where(AuditRow.about.startswith("api_token:")))
    assert list(deeds) == ["api_token_issued", "api_token_revoked"]


async def test_a_phone_that_is_another_s_now_ends_those_that_were_made_from_it(sqlite_db: AsyncSession) -> None:
    owner, _ = await secretary(sqlite_db)
    place = await village.reachable_at(sqlite_db, owner, NOW)
    by = as_member(owner.id)
    secret = (await issue(sqlite_db, owner, "Máy ở nhà", [Scope.UNITS], 30, by, NOW))[1]
    of_the_office = await made(sqlite_db, owner, "Máy văn phòng")
    address = await link(sqlite_db, place, owner, "test", NOW)
    assert await token_of(sqlite_db, secret, NOW) is not None
    assert await unlink(sqlite_db, owner.id, address.id, "test", NOW)
    assert await token_of(sqlite_db, secret, NOW) is None
    assert await sqlite_db.scalar(select(ApiToken.revoked_at)) == NOW
    assert await token_of(sqlite_db, of_the_office, NOW) is not None


async def test_after_a_restore_no_token_is_good(sqlite_db: AsyncSession) -> None:
    """One that was revoked since the backup would be good again."""
    owner, _ = await secretary(sqlite_db)
    secret = await made(sqlite_db, owner)
    await after_restoring(sqlite_db, "test", NOW, NOW, hold=False)
    assert await token_of(sqlite_db, secret, NOW) is None
