"""Consent before the first message; stopping at any time."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Consent, ConsentKind, Endpoint
from bot.model.members import Member
from bot.model.notices import NoticeState
from bot.refusals import DayToCome, NotLinked
from bot.services.addresses import endpoint_at, reachable
from bot.services.consents import agree, enter_paper, stop, without_consent
from bot.services.joining import link
from bot.words.times import day_of
from tests import village

PAPER = date(2026, 11, 10)


async def linked(db: AsyncSession, now: datetime, name: str = "Lê Văn An") -> tuple[Member, Endpoint]:
    """Somebody who has linked a chat and agreed to nothing yet."""
    cell = await village.cell(db, code=f"thon-{len(name)}")
    person = await village.member(db, cell, name)
    endpoint = await endpoint_at(db, "telegram", "bot", f"chat of {name}")
    await link(db, endpoint, person, "test", now)
    return person, endpoint


async def is_reachable(db: AsyncSession, person: Member) -> bool:
    return bool((await reachable(db, [person.id]))[person.id])


async def test_without_consent_nobody_is_reached(each_db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(each_db, now)
    assert not await is_reachable(each_db, person)
    assert await without_consent(each_db, [person], endpoint) == [person]


@pytest.mark.parametrize("kind", [ConsentKind.TAPPED, ConsentKind.TYPED])
async def test_who_agrees_is_reached_and_how_is_kept(db: AsyncSession, now: datetime, kind: ConsentKind) -> None:
    person, endpoint = await linked(db, now)
    await agree(db, person.id, endpoint, kind, "v1", now)
    row = (await db.scalars(select(Consent))).one()
    assert await is_reachable(db, person)
    assert (row.kind, row.channel, row.text_version, row.given_at) == (kind, "telegram", "v1", now)


async def test_a_consent_holds_for_its_channel_alone(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    other = await endpoint_at(db, "rehearsal", "rehearsal", "7")
    await link(db, other, person, "test", now)
    assert (await reachable(db, [person.id]))[person.id] == [endpoint]


async def test_agreeing_twice_is_one_consent(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    for _ in range(2):
        await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    assert len((await db.scalars(select(Consent))).all()) == 1


async def test_nobody_agrees_at_somebody_elses_phone(db: AsyncSession, now: datetime) -> None:
    _, endpoint = await linked(db, now)
    stranger = await village.member(db, await village.cell(db, code="khac"), "Lê Văn Khác")
    with pytest.raises(NotLinked):
        await agree(db, stranger.id, endpoint, ConsentKind.TAPPED, "v1", now)


async def test_at_a_phone_that_was_ended_nobody_agrees(db: AsyncSession, now: datetime) -> None:
    person, old = await linked(db, now)
    await link(db, await endpoint_at(db, "telegram", "bot", "new"), person, "test", now)
    with pytest.raises(NotLinked):
        await agree(db, person.id, old, ConsentKind.TAPPED, "v1", now)


# On paper


async def test_a_paper_holds_for_every_channel(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    other = await endpoint_at(db, "rehearsal", "rehearsal", "7")
    await link(db, other, person, "test", now)
    assert await enter_paper(db, [person], PAPER, "secretary", "v1", now) == 1
    row = (await db.scalars(select(Consent))).one()
    assert (row.kind, row.signed_on, row.entered_by) == (ConsentKind.PAPER, PAPER, "secretary")
    assert (await reachable(db, [person.id]))[person.id] == [endpoint, other]


async def test_a_paper_is_entered_once(db: AsyncSession, now: datetime) -> None:
    people = await village.members(db, await village.cell(db), 3)
    counts = [await enter_paper(db, some, PAPER, "secretary", "v1", now) for some in (people[:2], people, people)]
    assert counts == [2, 1, 0]


async def test_a_paper_may_be_of_today_and_not_of_tomorrow(db: AsyncSession, now: datetime) -> None:
    person, _ = await linked(db, now)
    with pytest.raises(DayToCome):
        await enter_paper(db, [person], day_of(now) + timedelta(days=1), "secretary", "v1", now)
    assert not await is_reachable(db, person)
    assert await enter_paper(db, [person], day_of(now), "secretary", "v1", now) == 1


async def test_who_signed_need_not_agree_again(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    await enter_paper(db, [person], PAPER, "secretary", "v1", now)
    assert await without_consent(db, [person], endpoint) == []
    await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    assert len((await db.scalars(select(Consent))).all()) == 1


# Stopping


@pytest.mark.parametrize("on_paper", [True, False])
async def test_who_stops_is_not_reached_and_the_consent_is_withdrawn(
    each_db: AsyncSession, now: datetime, on_paper: bool
) -> None:
    person, endpoint = await linked(each_db, now)
    if on_paper:
        await enter_paper(each_db, [person], PAPER, "secretary", "v1", now)
    else:
        await agree(each_db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    await stop(each_db, person.id, endpoint, now + timedelta(minutes=1))
    row = (await each_db.scalars(select(Consent))).one()
    assert not await is_reachable(each_db, person)
    assert (row.given_at, row.withdrawn_at) == (now, now + timedelta(minutes=1))


async def test_who_stops_stays_a_member_and_linked(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    await stop(db, person.id, endpoint, now)
    assert await without_consent(db, [person], endpoint) == [person]
    await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v2", now)
    assert await is_reachable(db, person)


async def test_agreeing_again_is_a_new_consent_beside_the_old(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    for version in ("v1", "v2"):
        await agree(db, person.id, endpoint, ConsentKind.TAPPED, version, now)
        await stop(db, person.id, endpoint, now)
    rows = (await db.scalars(select(Consent).order_by(Consent.id))).all()
    assert [(row.text_version, row.withdrawn_at) for row in rows] == [("v1", now), ("v2", now)]


async def test_the_other_person_on_the_phone_goes_on(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    other = await village.member(db, await village.cell(db, code="khac"), "Lê Thị Vợ")
    await link(db, endpoint, other, "test", now)
    for one in (person, other):
        await agree(db, one.id, endpoint, ConsentKind.TAPPED, "v1", now)
    await stop(db, person.id, endpoint, now)
    assert [await is_reachable(db, one) for one in (person, other)] == [False, True]


async def test_a_new_phone_after_stopping_is_asked_first(db: AsyncSession, now: datetime) -> None:
    person, endpoint = await linked(db, now)
    await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    await stop(db, person.id, endpoint, now)
    await link(db, await endpoint_at(db, "telegram", "bot", "new"), person, "test", now)
    assert not await is_reachable(db, person)


@pytest.mark.parametrize("on_paper", [True, False])
async def test_what_failed_for_want_of_consent_waits_again(db: AsyncSession, now: datetime, on_paper: bool) -> None:
    person, endpoint = await linked(db, now)
    cell = await village.cell(db, code="hop")
    await village.belongs(db, person, cell)
    meeting = await village.meeting(db, cell, now)
    if on_paper:
        await enter_paper(db, [person], PAPER, "secretary", "v1", now)
    else:
        await agree(db, person.id, endpoint, ConsentKind.TAPPED, "v1", now)
    assert [one.state for one in await village.notices_of(db, meeting, person)] == [NoticeState.WAITING]


async def test_an_older_paper_does_not_bring_back_what_was_stopped(db: AsyncSession, now: datetime) -> None:
    """A cell's papers were entered after one member had stopped the messages, and the next phone was simply greeted."""
    cell = await village.cell(db)
    person = await village.member(db, cell)
    endpoint = await village.reachable_at(db, person, now)
    await stop(db, person.id, endpoint, now)
    assert await enter_paper(db, [person], day_of(now), "clerk", "test", now) == 0
    later = now + timedelta(days=1)
    assert await enter_paper(db, [person], day_of(later), "clerk", "test", later) == 1
