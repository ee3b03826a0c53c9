"""The others of a cell also take note of documents and answer its questions, some of them each time."""

import random
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import Phone, Rehearsal
from bot.model.endpoints import Address, Endpoint
from bot.model.units import Unit
from bot.services.acknowledging import open_for
from bot.services.addressees import Addressees, people_addressed
from bot.services.poll_answers import questions_of
from bot.words import rehearsal as words
from bot.words.times import day_of

SHARE = 0.5
"""So many of those who have not answered yet do so now."""


async def others_read(
    db: AsyncSession,
    networks: Mapping[str, Rehearsal],
    cell: Unit,
    but: Collection[int],
    luck: random.Random,
    now: datetime,
) -> int:
    """Whoever belongs to the cell, has not answered and does not play, types it; returns how many do."""
    people = await db.execute(await people_addressed(db, Addressees((cell.id,)), day_of(now)))
    phones = await _phones(db, networks, [one for one, _ in people if one not in but])
    said = 0
    for read in await open_for(db, list(phones), now):
        said += _says(phones[read.member_id], words.NOTED.format(number=read.directive_id), luck)
    for question in await questions_of(db, list(phones), now):
        if question.choice is None:
            answer = luck.randint(1, len(question.poll.answers))
            text = words.POLLED.format(number=question.poll.number, answer=answer)
            said += _says(phones[question.member.id], text, luck)
    return said


async def _phones(db: AsyncSession, networks: Mapping[str, Rehearsal], member_ids: Collection[int]) -> dict[int, Phone]:
    """Those on which something can be typed."""
    found = await db.execute(
        select(Address.member_id, Endpoint.channel, Endpoint.external_id)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Address.member_id.in_(member_ids), Address.ended_at.is_(None))
        .order_by(Address.id)
    )
    phones = {member_id: networks[channel].phone(number) for member_id, channel, number in found}
    return {member_id: phone for member_id, phone in phones.items() if phone.network.capabilities.inbound}


def _says(phone: Phone, text: str, luck: random.Random) -> bool:
    if luck.random() >= SHARE:
        return False
    phone.says(text)
    return True
