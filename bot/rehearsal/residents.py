"""Residents of the district's hamlets and quarters: so that a committee can practise texting them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import ConsentKind, Endpoint
from bot.model.residents import Registered, Resident
from bot.rehearsal.district import District, luck_of
from bot.rehearsal.writing import Row, write, write_numbered
from bot.words.phones import phone
from bot.words.residents import CONSENT_VERSION

FEWEST, MOST = 2, 6
"""In one village."""
FIRST_NUMBER = 900_003_001
"""Behind all numbers of members."""
PLAIN = "rehearsal_plain"


async def write_residents(db: AsyncSession, district: District, now: datetime) -> None:
    """Each on a plain phone, registered by a word from it."""
    luck = luck_of("residents")
    villages = [cell.id for cell in district.cells if cell.life.is_rural for _ in range(luck.randint(FEWEST, MOST))]
    places = [_endpoint(number) for number in range(FIRST_NUMBER, FIRST_NUMBER + len(villages))]
    ids = await write_numbered(db, Endpoint, places)
    rows = [_resident(unit_id, endpoint_id, now) for unit_id, endpoint_id in zip(villages, ids, strict=True)]
    await write(db, Resident, rows)


def _endpoint(number: int) -> Row:
    account = {"channel": PLAIN, "account": "rehearsal"}
    return {**account, "external_id": phone(f"0{number}"), "offered": [], "wrong_codes": 0}


def _resident(unit_id: int, endpoint_id: int, now: datetime) -> Row:
    said = {"registered": Registered.CHAT, "consent": ConsentKind.TYPED, "text_version": CONSENT_VERSION}
    return {"unit_id": unit_id, "endpoint_id": endpoint_id, **said, "agreed_at": now, "verified_at": now}
