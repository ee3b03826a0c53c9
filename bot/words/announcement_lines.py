"""How an announcement is typed: `thông báo: …`, with its lines."""

import re

from bot.words import calling
from bot.words.deadlines import same_length

BEGINS = re.compile(r"\s*(?:xac\s+nhan[\s:]+)?(?:gui\s+)?(thong\s+bao)(?:[\s:]+|$)")


def behind(text: str) -> str:
    """What stands behind `thông báo:`; all of it where that does not stand there."""
    found = BEGINS.match(same_length(text))
    return text[found.end() :] if found else text


def has_colon(text: str) -> bool:
    """Nobody puts one who means the meeting."""
    found = BEGINS.match(same_length(text))
    return found is not None and ":" in text[found.start(1) : found.end()]


def without_confirmation(text: str) -> tuple[str, bool]:
    """The text behind “xác nhận:” with its lines, and whether that stood there."""
    _, harmless = calling.without_confirmation(text)
    return (calling.CONFIRMATION.sub("", text.strip()) if harmless else text), harmless
