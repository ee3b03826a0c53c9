"""A six-digit code shows that a number is somebody's: ten minutes, five tries, few for each number and address.

What is answered never says whether anybody knows the number.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.endpoints import ConsentKind, Endpoint
from bot.model.residents import CodePurpose, Registered, Resident, ResidentCode
from bot.services.codes import hash_of, new_token
from bot.services.notices import owe_reply
from bot.services.resident_ways import places_at
from bot.services.residents import Agreed, Spot, register, registered_at, stop
from bot.services.terms import phone_channels, tariff_of
from bot.services.villages import Village, village_of
from bot.words import residents as words

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_NUMBER = ((3, HOUR), (6, DAY))
PER_ADDRESS = ((10, HOUR), (30, DAY))
EVERYBODY = ((300, HOUR),)
"""Whoever asks from a thousand addresses for a thousand numbers spends somebody's money all the same."""


class TooOften(Exception):
    """So many codes were asked for from one address, or by all together, that no more are sent for now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants, on a page that anybody can open."""

    purpose: CodePurpose
    phone: str
    """`+84…`."""
    made_from: str
    """The address that it came from."""
    unit_id: int | None = None
    """The village, to join."""


def can_send(db: AsyncSession) -> bool:
    """Whether any network that is on takes our own words to numbers."""
    return _channel(db) is not None


def _channel(db: AsyncSession) -> str | None:
    return next((one for one in phone_channels(db) if not tariff_of(db, one).forms_only), None)


async def ask_code(db: AsyncSession, asked: Asked, now: datetime) -> str:
    """Send a code; returns the secret by which the page knows what it belongs to. Raises TooOften.

    Where the number itself has had enough, nothing is sent and nothing is said of it.
    """
    origin = hash_of(f"resident {asked.made_from}")
    if await _is_over(db, PER_ADDRESS, now, ResidentCode.made_from == origin) or await _is_over(db, EVERYBODY, now):
        raise TooOften
    is_enough = await _is_over(db, PER_NUMBER, now, ResidentCode.phone == asked.phone)
    token, code = new_token(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = ResidentCode(
        token_hash=hash_of(token),
        code_hash=_hash(token, code),
        purpose=asked.purpose,
        unit_id=asked.unit_id,
        phone=asked.phone,
        made_from=origin,
        made_at=now,
        expires_at=now + LASTS,
        tries=MOST_TRIES if is_enough else 0,  # what was sent to nobody is nobody's to guess
    )
    db.add(row)
    await db.flush()
    if not is_enough:
        await _send(db, row, code, now)
    return token


def _hash(token: str, code: str) -> str:
    """A million codes are soon tried; with the page's secret nobody who has the table alone can."""
    return hash_of(f"{token} {code}")


async def _send(db: AsyncSession, row: ResidentCode, code: str, now: datetime) -> None:
    """To the number alone; who is not registered is told nothing where they only want to stop, and nobody learns it."""
    if row.purpose is CodePurpose.STOP and not await registered_at(db, Spot(row.phone)):
        return
    channel = _channel(db)
    if channel is None:
        return
    number = row.phone.removeprefix("+")
    endpoint = await db.get_one(Endpoint, (await places_at(db, channel, [number]))[number])
    village = words.place((await village_of(db, row.unit_id)).unit.name) if row.unit_id else None
    owe_reply(db, f"resident_code:{row.id}", endpoint, Reply(words.code(code, village)), now).expires_at = now + LASTS


async def _is_over(
    db: AsyncSession, limits: tuple[tuple[int, timedelta], ...], now: datetime, *whose: ColumnElement[bool]
) -> bool:
    for most, within in limits:
        count = select(func.count()).select_from(ResidentCode).where(ResidentCode.made_at > now - within, *whose)
        if (await db.scalar(count) or 0) >= most:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Done:
    """What the code has done."""

    purpose: CodePurpose
    village: Village | None


async def use_code(db: AsyncSession, token: str, code: str, now: datetime) -> Done | None:
    """Register, or stop everything at the number; None, and one try less, where the code is not this one, or too old.

    The count must stay, so that a wrong code is no refusal.
    """
    row: ResidentCode | None = await db.scalar(
        select(ResidentCode)
        .where(ResidentCode.token_hash == hash_of(token), ResidentCode.used_at.is_(None), ResidentCode.expires_at > now)
        .with_for_update()
    )
    if row is None or row.tries >= MOST_TRIES:
        return None
    if not hmac.compare_digest(row.code_hash, _hash(token, code)):
        row.tries += 1
        return None
    row.used_at = now
    if row.purpose is CodePurpose.STOP:
        await stop(db, await registered_at(db, Spot(row.phone)), _by(row), now)
        return Done(row.purpose, None)
    village = await village_of(db, row.unit_id or 0)
    await _register(db, row, village, now)
    return Done(row.purpose, village)


async def _register(db: AsyncSession, row: ResidentCode, village: Village, now: datetime) -> Resident:
    agreed = Agreed(Registered.WEB, ConsentKind.TYPED, _by(row), proof=f"code:{row.id}")
    return await register(db, village.unit.id, Spot(row.phone), agreed, now)


def _by(row: ResidentCode) -> str:
    return f"resident_code:{row.id}"
