"""Party ballots are held on paper: whoever asks for one is told so."""

from bot.conversation import Router, Turn
from bot.messages import Reply
from bot.words.ballots import ON_PAPER, asks_for_ballot
from handlers.attendance import by_meaning
from handlers.joining import at_the_door
from handlers.talk.asked import MENU

router = Router()


@router.phrase("bỏ phiếu")
@router.phrase("tôi muốn bỏ phiếu")
@router.phrase("cho tôi bỏ phiếu")
@router.phrase("tôi bỏ phiếu")
@router.phrase("bầu")
@router.phrase("tôi bầu")
@router.phrase("tôi muốn bầu")
@router.phrase("cho tôi bầu")
@router.phrase("bầu cử")
@router.phrase("biểu quyết")
@router.phrase("tôi biểu quyết")
@router.phrase("phiếu tín nhiệm")
@router.phrase("lấy phiếu")
@router.phrase("phiếu kín")
async def ballot(turn: Turn) -> Reply:
    """Words that only begin so are what they are else."""
    return Reply(ON_PAPER, (MENU,)) if asks_for_ballot(turn.said.text) else await by_meaning(turn)


@router.command("bỏ phiếu")
@router.command("bỏ phiếu kín")
@router.command("bầu cử")
@router.command("phiếu tín nhiệm")
@router.command("lấy phiếu tín nhiệm")
@router.command("biểu quyết kín")
async def ballot_alone(turn: Turn) -> Reply:
    return Reply(ON_PAPER, (MENU,)) if turn.members else await at_the_door(turn)
