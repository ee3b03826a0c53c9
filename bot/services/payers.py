"""For which unit a message is sent, and its cost is counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Step
from bot.model.residents import Resident, ResidentMessage
from bot.model.units import Unit
from bot.services.people import cells_of
from bot.words.times import day_of


class Owed(Protocol):
    """As much of a notice as tells whose it is."""

    @property
    def id(self) -> int: ...

    @property
    def about(self) -> str: ...

    @property
    def step(self) -> Step: ...

    @property
    def meeting_id(self) -> int | None: ...

    @property
    def member_id(self) -> int | None: ...

    @property
    def endpoint_id(self) -> int | None: ...

    @property
    def unit_id(self) -> int | None: ...


async def payers_of(
    db: AsyncSession, notices: Sequence[Owed], cells: Mapping[int | None, Unit], now: datetime
) -> dict[int, int]:
    """By notice: the cell of the meeting, the unit at which it is told, the committee that texts its residents, else
    the cell of whoever is there.

    `cells`: by meeting. Who belongs nowhere is nobody's.
    """
    payers = {one.id: cells[one.meeting_id].id for one in notices if one.meeting_id in cells}
    payers |= {one.id: one.unit_id for one in notices if one.unit_id is not None}
    texts = [one for one in notices if one.step is Step.RESIDENTS]
    payers |= await _of_texts(db, texts)
    rest = [one for one in notices if one.id not in payers]
    return payers | await _by_person(db, rest, now) if rest else payers


async def _of_texts(db: AsyncSession, notices: Sequence[Owed]) -> dict[int, int]:
    texts = {one.id: int(one.about.partition(":")[2]) for one in notices}
    if not texts:
        return {}
    asked = select(ResidentMessage.id, ResidentMessage.unit_id).where(ResidentMessage.id.in_(set(texts.values())))
    units = dict((await db.execute(asked)).all())
    return {notice_id: units[text] for notice_id, text in texts.items() if text in units}


async def _by_person(db: AsyncSession, notices: Sequence[Owed], now: datetime) -> dict[int, int]:
    places = {one.endpoint_id for one in notices if one.endpoint_id is not None and one.member_id is None}
    at: dict[int, int] = {}
    if places:
        linked = select(Address.endpoint_id, Address.member_id).where(Address.endpoint_id.in_(places))
        at = dict((await db.execute(linked.order_by(Address.ended_at.is_(None), Address.id.desc()))).all())
    members = {one.id: one.member_id or at.get(one.endpoint_id or 0) for one in notices}
    cells = await cells_of(db, [one for one in members.values() if one is not None], day_of(now))
    found = {notice_id: cells[one] for notice_id, one in members.items() if one in cells}
    strangers = {one.id: one.endpoint_id for one in notices if one.id not in found and one.endpoint_id in places}
    return found | await _of_residents(db, strangers) if strangers else found


async def _of_residents(db: AsyncSession, places: Mapping[int, int | None]) -> dict[int, int]:
    """Their village, or the first of several."""
    is_theirs = or_(Resident.endpoint_id == Endpoint.id, Resident.phone == literal("+") + Endpoint.external_id)
    asked = select(Endpoint.id, Resident.unit_id).join(Resident, is_theirs).where(Endpoint.id.in_(places.values()))
    villages = dict((await db.execute(asked.order_by(Resident.id.desc()))).all())
    return {notice_id: villages[place] for notice_id, place in places.items() if place in villages}
