"""Where a member may be sent to: asked for one, for many, or beside a query, it is the same."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Consent, Endpoint
from bot.model.members import Member
from bot.services.addresses import ALL_CHANNELS, first_ways, is_open_to, reachable
from tests import village

Change = Callable[[Address, Endpoint, Consent, datetime], None]


def nothing(_address: Address, _endpoint: Endpoint, _consent: Consent, _now: datetime) -> None:
    pass


def ended(address: Address, _endpoint: Endpoint, _consent: Consent, now: datetime) -> None:
    address.ended_at = now


def stopped(address: Address, _endpoint: Endpoint, _consent: Consent, now: datetime) -> None:
    address.stopped_at = now


def dead(_address: Address, endpoint: Endpoint, _consent: Consent, now: datetime) -> None:
    endpoint.dead_at = now


def withdrawn(_address: Address, _endpoint: Endpoint, consent: Consent, now: datetime) -> None:
    consent.withdrawn_at = now


def to_another(_address: Address, _endpoint: Endpoint, consent: Consent, _now: datetime) -> None:
    consent.channel = "sms"


def to_all(_address: Address, _endpoint: Endpoint, consent: Consent, _now: datetime) -> None:
    consent.channel = ALL_CHANNELS


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        (nothing, True),
        (to_all, True),
        (ended, False),
        (stopped, False),
        (dead, False),
        (withdrawn, False),
        (to_another, False),
    ],
)
async def test_all_who_ask_hear_the_same(db: AsyncSession, now: datetime, change: Change, *, is_open: bool) -> None:
    person, other = await village.members(db, await village.cell(db), 2)
    place = await village.reachable_at(db, person, now)
    await village.reachable_at(db, other, now)
    address = (await db.scalars(select(Address).filter_by(member_id=person.id))).one()
    consent = (await db.scalars(select(Consent).filter_by(member_id=person.id))).one()
    change(address, place, consent, now)
    await db.flush()
    beside = await db.scalar(
        select(is_open_to(Member.id))
        .select_from(Member)
        .join(Endpoint, Endpoint.id == place.id)
        .filter(Member.id == person.id)
    )
    assert bool(beside) is is_open
    assert (person.id in await first_ways(db, [person.id])) is is_open
    assert bool((await reachable(db, [person.id]))[person.id]) is is_open
