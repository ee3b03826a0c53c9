"""Somebody asks what can be said, or sends what cannot be read."""

from bot.conversation import Router, Turn
from bot.messages import Kind, Reply
from bot.words import vi

router = Router()


@router.command("?")
@router.command("giup")
@router.command("/help")
@router.command("/giup")
async def what_can_be_said(turn: Turn) -> Reply:
    return Reply(vi.HELP if turn.members else vi.HELP_UNLINKED)


@router.kind(Kind.OTHER)
async def not_words(_turn: Turn) -> Reply:
    return Reply(vi.NOT_READ)
