"""Somebody says that a document is clear: which one, where there are several, is asked and never guessed."""

from collections.abc import Sequence

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.services import acknowledging
from bot.services.acknowledging import Noted, open_for
from bot.services.open_receipts import OpenReceipt
from bot.words import directive_answers as words
from handlers.questions import current, open_questions

MOST = 8


async def taken_note(turn: Turn) -> Reply | None:
    """What "đã rõ" alone means; None where no document waits for it."""
    waiting = await _waiting(turn)
    if not waiting:
        return None
    if len(waiting) > 1 or await _is_asked_to_a_meeting(turn):
        return which(turn, waiting, with_meeting=await _is_asked_to_a_meeting(turn))
    return await take(turn, waiting[0].directive_id, waiting[0].member_id)


async def asked_which(turn: Turn) -> Reply | None:
    """Of a number that was typed and may have been meant for something else."""
    waiting, has_meeting = await _waiting(turn), await _is_asked_to_a_meeting(turn)
    return which(turn, waiting, with_meeting=has_meeting) if len(waiting) > 1 or (waiting and has_meeting) else None


async def which_one(turn: Turn) -> Reply | None:
    """Of words that name another document than those that wait: asked, also where one alone waits."""
    waiting = await _waiting(turn)
    return which(turn, waiting, with_meeting=False) if waiting else None


async def _waiting(turn: Turn) -> list[OpenReceipt]:
    return await open_for(turn.db, [member.id for member in turn.members], turn.now)


async def _is_asked_to_a_meeting(turn: Turn) -> bool:
    return any(current(one) is None for one in await open_questions(turn))


def which(turn: Turn, waiting: Sequence[OpenReceipt], *, with_meeting: bool) -> Reply:
    """One choice for each document and person, the newest first."""
    choices = [
        Choice(
            words.ack_choice(one.number, name_of(turn, one.member_id)),
            f"directive_noted:{one.directive_id}:{one.member_id}",
        )
        for one in sorted(waiting, key=lambda one: -one.directive_id)[:MOST]
    ]
    meeting = [Choice(words.MEETING, "next")] if with_meeting else []
    return Reply(words.WHICH_OR_MEETING if with_meeting else words.WHICH, (*choices, *meeting))


async def take(turn: Turn, directive_id: int, member_id: int) -> Reply:
    noted = await acknowledging.acknowledge(turn.db, directive_id, member_id, turn.now)
    return Reply(said(noted, name_of(turn, member_id)))


def said(noted: Noted, name: str | None) -> str:
    if noted.is_withdrawn:
        return words.withdrawn(noted.number)
    if noted.has_left:
        return words.asked_no_more(noted.number, name)
    if not noted.is_new:
        return words.noted_before(noted.number, name)
    return words.noted(noted.number, name, is_late=noted.is_late, is_old=noted.is_old)


def name_of(turn: Turn, member_id: int) -> str | None:
    """On a phone of two people, of whom it is said."""
    if len(turn.members) == 1:
        return None
    return next((member.name for member in turn.members if member.id == member_id), None)
