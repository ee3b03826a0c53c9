"""What the codes look like that people type, and how one goes with a link. Stored is only what they hash to."""

import hashlib
import itertools
import re
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import LinkCode

LETTERS, DIGITS = "ACDEFGHJKMNPQRTUVWXY", "34679"
"""Without what looks alike on paper: 0 O, 1 I L, 2 Z, 5 S, 8 B."""
SIGNS = LETTERS + DIGITS
CODE_LENGTH = 10
ROLL_OR_DAY = re.compile(
    r"(?=\d+(?:CP|KP|KG|[PKHV])|[A-Z])(?:VANG|MAT|D|DU|CA|HET|TRU|V|NGAY|THU|\d{1,3}(?:CP|KP|KG|[PKHV])?)+"
)
"""What is typed into a roll or for a day may be of a code's letters alone: `3P 4P 6P 7P 9K`, `thu 3 ngay 9-6`."""


def new_token() -> str:
    """The secret part of a new link."""
    return secrets.token_urlsafe(16)


def code_of(token: str) -> str:
    """Ten letters and digits, at least two of them digits, so that neither a word nor a roll is taken for one.

    Whoever has the link can be shown the code that goes with it; the code does not betray the link.
    """
    codes = (_spelled(hashlib.sha256(f"code {count} {token}".encode()).digest()) for count in itertools.count())
    return next(code for code in codes if looks_like_code(code))


def _spelled(digest: bytes) -> str:
    number, signs = int.from_bytes(digest), []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(SIGNS))
        signs.append(SIGNS[at])
    return "".join(signs)


def looks_like_code(text: str) -> bool:
    """Whether somebody has typed a code, with or without spaces, in either case."""
    code = bare(text)
    if len(code) != CODE_LENGTH or not set(code) <= set(SIGNS):
        return False
    return sum(one in DIGITS for one in code) >= 2 and not ROLL_OR_DAY.fullmatch(code)


def bare(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def code_behind(db: AsyncSession, token: str, now: datetime) -> str | None:
    """The code that goes with a link, as long as it links; looking changes nothing."""
    code = code_of(token)
    found = await db.scalar(
        select(LinkCode.id).where(
            LinkCode.token_hash == hash_of(token),
            LinkCode.code_hash == hash_of(code),
            LinkCode.used_at.is_(None),
            LinkCode.expires_at > now,
        )
    )
    return code if found is not None else None
