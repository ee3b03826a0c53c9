"""Whose answer a reply is: the writer's own, or somebody else's."""

import re

from bot.words import understand_phrases as phrases


def is_only(row: str, known: re.Pattern[str]) -> bool:
    """Nothing is left of these words but the known ones."""
    return not known.sub("", row)


def without_greeting(row: str) -> str:
    greeting = phrases.CALLS.match(row)
    return row[greeting.end() :] if greeting else row


def is_for_another(row: str) -> bool:
    return bool(phrases.PROXY.search(row) or phrases.PROXY_FIRST.match(without_greeting(row)))


def speaks_of_self(before: str) -> bool:
    """Is it "I", or nobody named, that the verb behind these words belongs to?"""
    first = without_greeting(before)
    if not first or phrases.I_LAST.search(before):
        return True
    if phrases.KIN.match(first):
        return False
    has_own = phrases.I_DO.match(first) or phrases.EXPLAINS.match(first)
    return has_own is not None or is_only(first, phrases.MY_WORDS)


def is_denied(row: str, found: re.Match[str]) -> bool:
    return phrases.NOT_BEFORE.search(row[: found.start()]) is not None


def is_elsewhere(row: str, found: re.Match[str]) -> bool:
    """The writer, and nothing unknown beside it save a few names behind words that are followed by names."""
    if is_denied(row, found) or not speaks_of_self(row[: found.end()]):
        return False
    if phrases.OTHERS_ILL.search(row) and not phrases.CARES.search(row):
        return False
    unknown = phrases.MY_WORDS.sub("", row[found.start() :])
    may_be_name = len(unknown.split()) <= 4 and not phrases.HOLDS_BACK.search(unknown)
    return not unknown or (may_be_name and phrases.FREE_BEHIND.search(row) is not None)
