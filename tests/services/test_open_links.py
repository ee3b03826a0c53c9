"""Links that open something once: a phone that is lost, or a person who is erased, takes them along."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.services.check_in_screens import meeting_on, open_screen, screen_link
from bot.services.erasing import erase_ways
from bot.services.joining import unlink
from bot.services.paper_uploads import upload_at, upload_link
from bot.services.parcels import fetch, link_to
from tests import village

Opens = Callable[[], Awaitable[object]]
Gone = Callable[[AsyncSession, Member, datetime], Awaitable[None]]
Made = Callable[[AsyncSession, Meeting, Member, datetime], Awaitable[Opens]]


async def of_a_file(db: AsyncSession, _meeting: Meeting, member: Member, now: datetime) -> Opens:
    token = (await link_to(db, f"own_data:{member.id}", member.id, now)).rpartition("/")[2]
    return lambda: fetch(db, token, now)


async def to_bring_a_file(db: AsyncSession, meeting: Meeting, member: Member, now: datetime) -> Opens:
    token = (await upload_link(db, meeting, member.id, now)).rpartition("/")[2]
    return lambda: upload_at(db, token, now)


async def to_a_screen(db: AsyncSession, meeting: Meeting, member: Member, now: datetime) -> Opens:
    link = await screen_link(db, meeting, member.id, now) or ""
    return lambda: open_screen(db, link.rpartition("/")[2], now)


async def of_an_open_screen(db: AsyncSession, meeting: Meeting, member: Member, now: datetime) -> Opens:
    link = await screen_link(db, meeting, member.id, now) or ""
    _, cookie = await open_screen(db, link.rpartition("/")[2], now) or (0, "")
    return lambda: meeting_on(db, meeting.id, cookie, now)


async def lost(db: AsyncSession, member: Member, now: datetime) -> None:
    (address,) = await db.scalars(select(Address).filter_by(member_id=member.id))
    assert await unlink(db, member.id, address.id, "test", now)


async def erased(db: AsyncSession, member: Member, now: datetime) -> None:
    await erase_ways(db, member, "test", now)


@pytest.mark.parametrize("gone", [None, lost, erased], ids=["still there", "lost", "erased"])
@pytest.mark.parametrize("made", [of_a_file, to_bring_a_file, to_a_screen, of_an_open_screen])
async def test_what_a_link_opens_it_opens_while_the_phone_is_its_owners(
    db: AsyncSession,
    now: datetime,
    made: Made,
    gone: Callable[[AsyncSession, Member, datetime], Awaitable[None]] | None,
) -> None:
    """A thief could still bring papers, and see who checks in."""
    db.info["public_url"] = "https://chibot.test"
    cell = await village.cell(db)
    secretary = await village.member(db, cell)
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, now)
    meeting = await village.meeting(db, cell, now)
    opens = await made(db, meeting, secretary, now)
    if gone is not None:
        await gone(db, secretary, now)
    assert (await opens() is None) == (gone is not None)
