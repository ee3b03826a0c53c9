"""Residents register a number or a chat for their village, with consent, and stop at any time; that is all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.endpoints import ConsentKind
from bot.model.residents import Registered, Resident
from bot.refusals import TooManyVillages
from bot.services.audit import note
from bot.words.residents import CONSENT_VERSION

MOST_VILLAGES = 5
"""Nobody lives in more; whoever tries all of them plays."""


class Spot(NamedTuple):
    """Whose number this is, or which chat where the number isn't known."""

    phone: str | None = None
    """`+84…`."""
    endpoint_id: int | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """How somebody agreed, and what shows it."""

    how: Registered
    kind: ConsentKind
    by: str
    is_verified: bool = True
    """They showed that the number is theirs."""
    signed_on: date | None = None
    proof: str | None = None


async def register(db: AsyncSession, unit_id: int, spot: Spot, agreed: Agreed, now: datetime) -> Resident:
    """Once for each village, however often; registering again takes messages up again. Raises TooManyVillages."""
    known = await _at(db, spot)
    one = next((row for row in known if row.unit_id == unit_id), None)
    others = [row for row in known if row.stopped_at is None and row is not one]
    if (one is None or one.stopped_at is not None) and len(others) >= MOST_VILLAGES:
        raise TooManyVillages(most=MOST_VILLAGES)
    said = _said(agreed, now)
    one = one or await _entered(db, unit_id, spot, said)
    for name, value in said.items():
        setattr(one, name, value)
    await db.flush()
    note(db, agreed.by, "resident_registered", about(one), now, how=agreed.how, version=CONSENT_VERSION)
    return one


def _said(agreed: Agreed, now: datetime) -> dict[str, Any]:
    """What stands in the row from now on."""
    said = {
        "registered": agreed.how,
        "consent": agreed.kind,
        "text_version": CONSENT_VERSION,
        "agreed_at": now,
        "signed_on": agreed.signed_on,
        "proof": agreed.proof,
        "stopped_at": None,
        "stopped_by": None,
        "entered_by": agreed.by if agreed.how is Registered.PAPER else None,
    }
    return said | ({"verified_at": now} if agreed.is_verified else {})


async def _entered(db: AsyncSession, unit_id: int, spot: Spot, said: Mapping[str, Any]) -> Resident:
    """A new row; or that of somebody who registered the same at the same moment and came first."""
    row = {"unit_id": unit_id, **spot._asdict(), **said}
    await add_if_new(db, Resident, [row], ("unit_id", "phone" if spot.phone else "endpoint_id"))
    return next(one for one in await _at(db, spot) if one.unit_id == unit_id)


async def registered_at(db: AsyncSession, spot: Spot) -> list[Resident]:
    """What is open here, in the order in which it was made."""
    return [row for row in await _at(db, spot) if row.stopped_at is None]


async def stop(db: AsyncSession, rows: Sequence[Resident], by: str, now: datetime) -> int:
    """From now on nothing goes there, also of what waits already; returns how many were open until now."""
    open_ones = [row for row in rows if row.stopped_at is None]
    for row in open_ones:
        row.stopped_at, row.stopped_by = now, by
        note(db, by, "resident_stopped", about(row), now)
    await db.flush()
    return len(open_ones)


def about(one: Resident) -> str:
    """How a resident stands in logs."""
    return f"resident:{one.id}"


async def _at(db: AsyncSession, spot: Spot) -> Sequence[Resident]:
    which: list[ColumnElement[bool]] = []
    which += [Resident.phone == spot.phone] if spot.phone else []
    which += [Resident.endpoint_id == spot.endpoint_id] if spot.endpoint_id else []
    if not which:
        return []
    return (await db.scalars(select(Resident).where(or_(*which)).order_by(Resident.id).with_for_update())).all()
