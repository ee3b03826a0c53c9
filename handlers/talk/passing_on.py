"""Passing on to the secretary what concerns the cell, and is no answer of the one who said it."""

from collections.abc import Sequence

from bot.conversation import Turn
from bot.model.members import Member
from bot.model.units import Unit
from bot.services import people, permissions
from bot.services.attendance import Question
from bot.services.notices import owe_word
from bot.words import vi
from bot.words.own import one_of
from bot.words.times import day_of


async def tell_secretary(turn: Turn, member: Member, text: str) -> bool:
    """Pass something on to whoever leads the member's cell; False where nobody does, or it is the member."""
    cells = await people.cells_of(turn.db, [member.id], day_of(turn.now))
    cell = await turn.db.get(Unit, cells.get(member.id, 0))
    if cell is None:
        return False
    leaders = await permissions.holders(turn.db, cell, permissions.Right.DECIDE_LEAVE, day_of(turn.now))
    others = [leader for leader in leaders if leader != member.id]
    return bool(others) and await owe_word(turn.db, turn.about, member.id, others, text, turn.now)


async def tell_secretaries(turn: Turn, asked: Question | None) -> bool:
    """That somebody here spoke for another: to the cell of each who may have been it, once, in words of its own."""
    cells = await people.cells_of(turn.db, [member.id for member in turn.members], day_of(turn.now))
    speakers: dict[int | None, list[Member]] = {}
    for member in turn.members:
        speakers.setdefault(cells.get(member.id), []).append(member)
    return any([await tell_secretary(turn, own[0], _proxy(turn, own, asked)) for own in speakers.values()])


def _proxy(turn: Turn, own: Sequence[Member], asked: Question | None) -> str:
    """A secretary reads names and a meeting of the own cell, and of a phone of two cells no more."""
    speaker = one_of([member.name for member in own], or_another=len(own) < len(turn.members))
    is_theirs = asked is not None and asked.member.id in {member.id for member in own}
    return vi.proxy_for_secretary(speaker, asked.meeting.starts_at if asked and is_theirs else None)
