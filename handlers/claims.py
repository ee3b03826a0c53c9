"""The secretary says whether a phone that was announced with somebody's number is theirs."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.refusals import CodeFromOffice, NotAllowed
from bot.services import claims
from bot.services.audit import as_member
from bot.services.claims import Claim
from bot.services.permissions import Right, may, out_of_reach
from bot.words import claims as words
from bot.words.links import LIST
from bot.words.times import day_of
from handlers.talk.paging import in_place

router = Router()


@router.choice("claim", number)
async def show(turn: Turn) -> Reply:
    """The question once more, for whom it has not reached."""
    claimed = await claims.open_claim(turn.db, turn.args[0], turn.now)
    await _able(turn, claimed)
    asked = words.ask(claimed.member.name, claimed.endpoint.channel, None)
    return in_place(turn, Reply(asked, claims.answers_to(claimed.row.id)))


@router.choice("claim_yes", number)
async def confirm(turn: Turn) -> Reply:
    claimed = await claims.open_claim(turn.db, turn.args[0], turn.now)
    by = await _able(turn, claimed)
    if await out_of_reach(turn.db, [claimed.member.id], claimed.cell, by.id, day_of(turn.now)):
        raise CodeFromOffice
    await claims.confirm(turn.db, claimed, as_member(by.id), turn.now)
    return _settled(turn, claimed, words.linked(claimed.member.name, claimed.endpoint.channel))


@router.choice("claim_no", number)
async def refuse(turn: Turn) -> Reply:
    claimed = await claims.open_claim(turn.db, turn.args[0], turn.now)
    by = await _able(turn, claimed)
    await claims.refuse(turn.db, claimed, as_member(by.id), turn.now)
    return _settled(turn, claimed, words.refused(claimed.member.name))


def _settled(turn: Turn, claimed: Claim, said: str) -> Reply:
    """In the place of the question, whose buttons are of no use any more."""
    return in_place(turn, Reply(said, (Choice(LIST, f"links:{claimed.cell.id}:0"),)))


async def _able(turn: Turn, claimed: Claim) -> Member:
    """Nobody confirms their own; raises NotAllowed."""
    for member in turn.members:
        is_other = member.id != claimed.member.id
        if is_other and await may(turn.db, member.id, Right.LINK, claimed.cell, day_of(turn.now)):
            return member
    raise NotAllowed
