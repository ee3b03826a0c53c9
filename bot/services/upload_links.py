"""The links by which somebody brings a file to our own page: for one person, one file, a day."""

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.refusals import NoWayForLinks
from bot.services.codes import hash_of

LASTS = timedelta(hours=24)


def new_link(db: AsyncSession, path: str) -> tuple[str, str]:
    """A link to the page at this path, and the hash of its token, which alone is kept; raises NoWayForLinks."""
    site: str | None = db.info.get("public_url")
    if site is None:
        raise NoWayForLinks
    token = secrets.token_urlsafe(24)
    return f"{site}{path}{token}", hash_of(token)
