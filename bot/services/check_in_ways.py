"""How somebody who has scanned the picture says who they are: by which of our accounts, or by a short message."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account
from bot.services.ways_in import ACCOUNTS, WayIn, ways_in
from bot.words.check_ins import start_word, to_type

NUMBER = re.compile(r"\+?[0-9]{3,13}", re.ASCII)
"""A name instead of a number is a brand, and nobody can write to it."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Links by account; and the link that writes a short message, where there is a number for it."""

    links: list[tuple[WayIn, str]]
    by_name: list[WayIn]
    """Found by their name alone."""
    sms: str | None


async def ways_for(db: AsyncSession, code: str) -> Ways:
    ways = await ways_in(db)
    links = [(way, link) for way in ways if (link := way.link(start_word(code))) is not None]
    return Ways(links, [way for way in ways if way.link() is None], await sms_link(db, to_type(code)))


async def sms_link(db: AsyncSession, text: str) -> str | None:
    """What opens a short message with these words on a phone; None where we have no number."""
    number = await sms_number(db)
    return None if number is None else f"sms:{number}?body={quote(text)}"


async def sms_number(db: AsyncSession) -> str | None:
    """The number to which short messages are sent; of several the one that was heard from last."""
    on = db.info.get(ACCOUNTS)
    found = await db.execute(
        select(Account.channel, Account.name)
        .where(Account.channel.like("sms%"), Account.name.is_not(None))
        .order_by(Account.heard_at.is_not(None).desc(), Account.heard_at.desc())
    )
    return next(
        (name for channel, name in found if name and NUMBER.fullmatch(name) and (on is None or channel in on)), None
    )
