"""Which document words name: by its number here, or by the one that is written on it. Nobody is guessed at."""

import re
from collections.abc import Sequence

from sqlalchemy import or_, select

from bot.conversation import Turn
from bot.model.directives import Directive, Receipt
from bot.refusals import NoSuchDirective
from bot.services.directive_reading import concerns
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words.names import fold, tidy
from handlers.talk.acting import where

OURS = re.compile(r"(\d{1,9})(?![\d/-])[\s:,.;]*(.*)", re.DOTALL)
WRITTEN = re.compile(r"(\d{1,9})(-[^\s:,;]+|/[^\s:,;]+)[\s:,.;]*(.*)", re.DOTALL)
"""`27-QĐ/TU`."""
APART = re.compile(r"\s*([-/])\s*")
"""`27 - QĐ / TU`."""
MOST = 50


def behind_document(text: str) -> str:
    """What stands behind `văn bản số`."""
    words = tidy(text).split()
    if [fold(word) for word in words[:2]] == ["van", "ban"]:
        words = words[2:]
    return " ".join(words[1:] if words and fold(words[0]) == "so" else words)


async def document_meant(text: str, turn: Turn) -> tuple[Directive, str]:
    """`văn bản 3: …` or `văn bản số 27-QĐ/TU: …`: the document, and what is said of it; raises NoSuchDirective."""
    said = behind_document(text)
    if (found := OURS.match(said)) is not None:
        return await directive_of(turn.db, int(found[1])), found[2]
    if (found := WRITTEN.match(said)) is not None:
        same = await _written(turn, found[1], found[1] + found[2])
        if len(same) == 1:
            return same[0], found[3]
    raise NoSuchDirective(which=said[:20])


async def known_by_number(turn: Turn, text: str) -> Sequence[Directive]:
    """Those with the number that these words are, and nothing beside it: `27-QĐ/TU`; the newest first."""
    said = APART.sub(r"\1", text.strip(" .:"))
    found = WRITTEN.fullmatch(said)
    return await _written(turn, found[1], said) if found is not None and not found[3] else []


async def _written(turn: Turn, digits: str, number: str) -> Sequence[Directive]:
    """Of those that were sent to somebody here, or that they follow: two of one number may have come by two ways."""
    places = await where(turn, Right.DIRECT)
    theirs = select(Receipt.directive_id).where(Receipt.member_id.in_([one.id for one in turn.members]))
    found = await turn.db.scalars(
        select(Directive)
        .where(
            Directive.number.startswith(digits),
            Directive.cancelled_at.is_(None),
            or_(Directive.id.in_(theirs), *[await concerns(turn.db, one.unit) for one in places]),
        )
        .order_by(Directive.id.desc())
        .limit(MOST)
    )
    return [one for one in found if fold(one.number) == fold(number.rstrip("."))]
