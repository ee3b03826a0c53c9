"""The whole path of one message, top to bottom: who speaks, which handler answers, what the answer offered."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.finding import begins, find
from bot.conversation.offers import remember
from bot.conversation.routing import Router
from bot.conversation.turns import Handler, Turn
from bot.messages import Capabilities, Incoming, Kind, Reply
from bot.model.endpoints import Endpoint
from bot.refusals import ChoiceExpected, Refused, StillToConfirm
from bot.services.addresses import endpoint_at, members_at
from bot.services.consents import without_consent
from bot.services.groups import heard
from bot.services.undoing import undone_if_refused
from bot.words.refused import refused
from bot.words.vi import OR_LEAVE

CONSENT = "consent"
"""The step in which a newcomer agrees; it cannot be left, only not taken."""


async def converse(
    said: Incoming, db: AsyncSession, router: Router, capabilities: Capabilities, now: datetime, about: str
) -> tuple[Endpoint, Reply | None]:
    """Find who speaks, let one handler answer, remember what the answer offered.

    A refusal leaves nothing behind and is answered with its sentence: what was asked before is still asked.
    """
    endpoint = await endpoint_at(db, said.channel, said.account, said.address)
    if not said.is_private:
        await heard(db, endpoint, said, now)
        return endpoint, None
    if said.kind is not Kind.STOPPED:
        if endpoint.dead_at is not None:
            endpoint.dead_at = endpoint.dead_reason = None  # whoever writes can be written to
        if capabilities.reply_window is not None:
            endpoint.heard_at = now
    turn = await _turn(said, db, endpoint, capabilities, now, about)
    handler, turn = await find(router, turn)
    try:
        async with undone_if_refused(db, endpoint):
            reply = await _handled(handler, turn, router)
    except Refused as refusal:
        text = refused(refusal, spoken=True)
        if endpoint.step and endpoint.step != CONSENT and "thôi" not in text:
            text = f"{text}\n{OR_LEAVE}"
        return endpoint, Reply(text, acknowledges=said.press_ref)
    if reply is not None:
        remember(endpoint, reply)
        reply = replace(reply, acknowledges=said.press_ref)
    return endpoint, reply


async def _handled(handler: Handler, turn: Turn, router: Router) -> Reply | None:
    """What is understood and only out of its turn is not called unclear."""
    try:
        return await handler(turn)
    except ChoiceExpected:
        other = begins(router, turn.said.text) if turn.said.kind is Kind.TEXT else None
        if other is None:
            raise
        raise StillToConfirm(said=other) from None


async def _turn(
    said: Incoming,
    db: AsyncSession,
    endpoint: Endpoint,
    capabilities: Capabilities,
    now: datetime,
    about: str,
) -> Turn:
    linked = await members_at(db, endpoint.id)
    newcomers = await without_consent(db, linked, endpoint) if linked else []
    members = [member for member in linked if member not in newcomers]
    return Turn(said, db, endpoint, capabilities, members, newcomers, now, about)
