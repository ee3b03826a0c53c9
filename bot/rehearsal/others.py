"""The others of a cell answer too, each on the own phone and the own way: a practice with silent people is none."""

import random
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import Phone, Rehearsal
from bot.model.attendances import Answer, Attendance
from bot.model.endpoints import Address, Endpoint
from bot.model.meetings import Meeting
from bot.services.notices import told_of
from bot.services.tally import has_answered
from bot.words import rehearsal as words

COMING, AWAY, ODD = 0.72, 0.84, 0.9
"""Up to the first share of people come, up to the second stay away, up to the third write what is asked back."""


async def others_answer(
    db: AsyncSession,
    networks: Mapping[str, Rehearsal],
    meeting: Meeting,
    but: Collection[int],
    luck: random.Random,
) -> int:
    """Whoever was told of this meeting, is silent and does not play says something, or not; returns how many do."""
    told = await told_of(db, meeting) - set(but)
    rows = await db.execute(
        select(Attendance, Endpoint)
        .join(Address, Address.member_id == Attendance.member_id)
        .join(Endpoint, Endpoint.id == Address.endpoint_id)
        .where(Attendance.meeting_id == meeting.id, Address.ended_at.is_(None), Attendance.member_id.in_(told))
        .order_by(Attendance.id)
    )
    silent = [(row, endpoint) for row, endpoint in rows if not has_answered(row)]
    said = [_answers(networks[at.channel].phone(at.external_id), row, luck) for row, at in silent]
    return sum(said)


def _answers(phone: Phone, row: Attendance, luck: random.Random) -> bool:
    can = phone.network.capabilities
    mood, is_typed = luck.random(), luck.random() < 0.3 or not can.buttons
    if not can.inbound or mood >= ODD:
        return False
    if mood >= AWAY:
        phone.says(luck.choice(words.WORDS_ODD))
    elif is_typed:
        phone.says(luck.choice(words.WORDS_COMING if mood < COMING else words.WORDS_AWAY))
    else:
        return _presses(phone, row, Answer.COMING if mood < COMING else Answer.AWAY)
    return True


def _presses(phone: Phone, row: Attendance, answer: Answer) -> bool:
    """The newest button that says so of this member; False where none is on the screen."""
    for bubble in reversed(phone.screen):
        for choice in bubble.choices:
            if _is_answer(choice.value, row, answer):
                phone.presses(choice.value, str(bubble.id), choice.label)
                return True
    return False


def _is_answer(value: str, row: Attendance, answer: Answer) -> bool:
    """`answer:<meeting>:<revision>:<member>:<answer>`."""
    match value.split(":"):
        case ["answer", meeting, _, member, said]:
            return (meeting, member, said) == (str(row.meeting_id), str(row.member_id), answer)
    return False
