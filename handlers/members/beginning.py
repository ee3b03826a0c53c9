"""How a change of a member begins: by a button of the card, or in one line that says who and as much as is known."""

import re
from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.member_changes import ChangeKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchMember
from bot.services.member_search import people_named
from bot.services.people import people_of_cell
from bot.words import member_changes as words
from bot.words.labels import cut
from bot.words.papers import untitled
from bot.words.times import day_of
from handlers.members.destinations import take_to
from handlers.members.making import AWAY_TO, WHAT, a_kind, as_said, details_of, next_question, typed_behind
from handlers.members.rights import cell_at, look, places
from handlers.talk import drafts
from handlers.talk.asked import MENU

router = Router()
TOWARD = re.compile(r"\s+(?:đến|den)\s+", re.IGNORECASE)
SAID = {
    "chuyển sinh hoạt đảng": ChangeKind.TRANSFER,
    "chuyển sinh hoạt": ChangeKind.TRANSFER,
    "đi sinh hoạt tạm thời": ChangeKind.SEND_OUT,
    "miễn sinh hoạt": ChangeKind.EXEMPT,
    "nhiệm vụ đặc biệt": ChangeKind.SPECIAL_DUTY,
    "công nhận chính thức": ChangeKind.OFFICIAL,
    "trở lại sinh hoạt": ChangeKind.RETURN,
}
"""What a secretary writes before the name: `miễn sinh hoạt Lan từ 01/12/2026, số 05-NQ/CB`."""


@router.choice("member_do", number, number, a_kind)
async def begin(turn: Turn) -> Reply:
    unit_id, member_id, kind = turn.args
    _, unit = await cell_at(turn, unit_id)
    return await _begin(turn, unit, await _of_cell(turn, unit, member_id), kind)


async def _of_cell(turn: Turn, unit: Unit, member_id: int) -> Member:
    """Somebody of this very cell; raises NoSuchMember."""
    for one in await people_of_cell(turn.db, unit.id, day_of(turn.now)):
        if one.member_id == member_id:
            return one.member
    raise NoSuchMember(who=member_id)


async def _begin(turn: Turn, unit: Unit, member: Member, kind: ChangeKind, **facts: Any) -> Reply:
    drafts.begin(turn, WHAT, unit=unit.id, member=member.id, kind=kind.value, name=member.name, **facts)
    return await next_question(turn)


def _with_words(beginning: str, kind: ChangeKind) -> None:
    @router.phrase(beginning)
    async def begin_in_words(turn: Turn) -> Reply:
        """Who, and as much of the rest as is said."""
        units = await places(turn)
        said = typed_behind(turn, beginning)
        details = details_of(said, day_of(turn.now))
        name, to = [*TOWARD.split(details.rest, 1), ""][:2] if kind in AWAY_TO else (details.rest, "")
        found = await people_named(turn.db, units, untitled(name).strip(" ,:"), turn.now)
        if not found:
            return Reply(words.NOBODY, (MENU,))
        for unit in {at.id: at for _, at in found}.values():
            await look(turn, (await cell_at(turn, unit.id))[0], unit, sum(at.id == unit.id for _, at in found))
        if len(found) > 1:
            which = (
                Choice(cut(f"{one.name}, {unit.name}"), f"member_do:{unit.id}:{one.id}:{kind}")
                for one, unit in found[:8]
            )
            return Reply(words.found_many(len(found)), tuple(which))
        (member, unit), *_ = found
        drafts.begin(turn, WHAT, unit=unit.id, member=member.id, kind=kind.value, name=member.name, **as_said(details))
        return await take_to(turn, to) if to else await next_question(turn)


for _beginning, _kind in SAID.items():
    _with_words(_beginning, _kind)
