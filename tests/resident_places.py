"""Phones of residents, and networks that reach numbers, for tests."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import PLAIN
from bot.model.endpoints import ConsentKind
from bot.model.notices import Notice
from bot.model.residents import Registered, Resident
from bot.model.units import Unit
from bot.services.residents import Agreed, Spot, register
from bot.tariffs import TARIFFS, Tariff
from tests.talk import Phone

SMS = "sms_a"
PRICE = 350
SMS_PHONE = replace(PLAIN, to_phones=True)
ONE_WAY = "sms_b"


def with_sms(db: AsyncSession, channel: str = SMS, *, two_way: bool = True) -> None:
    """A gateway is on from now on, in the place of any other."""
    terms = Tariff(
        account=channel, price=PRICE, free_window=timedelta(0), to_phones=True, in_parts=True, two_way=two_way
    )
    db.info[TARIFFS] = {channel: terms}


def sms_phone(db: AsyncSession, now: datetime, number: str = "84900000101") -> Phone:
    """Somebody's plain phone, heard through the gateway."""
    return Phone(db, now, number, SMS, SMS_PHONE)


def number_of(count: int) -> str:
    return f"+849000{count:05}"


async def resident(
    db: AsyncSession, at: Unit, now: datetime, phone: str | None = None, chat: int | None = None
) -> Resident:
    """Somebody who registered for a village, by SMS unless in a chat."""
    how = Registered.SMS if phone else Registered.CHAT
    return await register(db, at.id, Spot(phone, chat), Agreed(how, ConsentKind.TYPED, "test"), now)


async def residents(db: AsyncSession, at: Unit, now: datetime, count: int, first: int = 1) -> list[Resident]:
    """So many numbers from this one on."""
    return [await resident(db, at, now, number_of(first + one)) for one in range(count)]


async def texts_owed(db: AsyncSession) -> list[Notice]:
    found = await db.scalars(select(Notice).where(Notice.resident_id.is_not(None)).order_by(Notice.id))
    return list(found)


async def registered(db: AsyncSession) -> list[Resident]:
    return list(await db.scalars(select(Resident).order_by(Resident.id)))
