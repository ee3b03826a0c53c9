"""Phones on a network like Zalo's account: buttons, some files, a number that nobody vouches for, leaving withdraws."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.conversation import converse
from bot.messages import Incoming, Kind
from tests.talk import ROUTER, Phone

ACCOUNT = replace(
    SMART,
    removes=False,
    edits=False,
    text_limit=2000,
    most_choices=5,
    document_types=frozenset({"application/pdf", "text/csv"}),
    document_limit=5_000_000,
    proven_contact=False,
    leaving_withdraws=True,
    reply_window=timedelta(days=7),
    free_window=timedelta(hours=48),
)


def zalo_phone(db: AsyncSession, now: datetime, chat: str = "1") -> Phone:
    return Phone(db, now, chat, "zalo_oa", ACCOUNT)


async def is_said_in_a_group(
    db: AsyncSession, now: datetime, text: str, chat: str = "-100", kind: Kind = Kind.TEXT, channel: str = "telegram"
) -> None:
    said = Incoming(channel, channel, "e", chat, kind, text, is_private=False)
    endpoint, reply = await converse(said, db, ROUTER, SMART, now, "inbox:0")
    assert reply is None
    assert endpoint.external_id == chat
