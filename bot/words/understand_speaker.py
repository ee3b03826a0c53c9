"""Whose answer a reply is: the writer's own, or somebody else's."""

import re

from bot.words import understand_phrases as phrases
from bot.words.understand_finder import Phrases

SAYS_LITTLE = 2
"""Words more or less behind a plain reason."""


def is_only(row: str, known: Phrases) -> bool:
    """Nothing is left of these words but the known ones."""
    return known.cover(row)


def without_greeting(row: str) -> str:
    greeting = phrases.CALLS.match(row)
    return row[greeting.end() :] if greeting else row


def is_for_another(row: str) -> bool:
    return bool(phrases.PROXY.search(row) or phrases.PROXY_FIRST.match(without_greeting(row)))


def is_of_kin(row: str) -> bool:
    """A relative is the first who is named."""
    first = without_greeting(row)
    return bool(phrases.KIN.match(first) or phrases.SPOUSE.match(first))


def speaks_of_self(before: str) -> bool:
    """Is it "I", or nobody named, that the verb behind these words belongs to?"""
    first = without_greeting(before)
    if not first or phrases.I_LAST.search(before):
        return True
    return not is_of_kin(first) and (_is_own(first) or _is_own(before))


def _is_own(first: str) -> bool:
    if phrases.ME.match(first) and is_only(first, phrases.MY_WORDS):
        return True
    has_own = phrases.I_DO.match(first) or phrases.EXPLAINS.match(first) or phrases.IMPERSONAL.fullmatch(first)
    return has_own is not None or is_only(first, phrases.OWN_WORDS)


def _is_named(before: str) -> bool:
    """`em đi, Hùng vắng`: the word in front of the verb is nobody's but a name's."""
    first = without_greeting(before)
    last = first[first.rstrip().rfind(" ") + 1 :]
    return bool(last) and not phrases.OWN_WORDS.search(last) and not phrases.COMES.search(last)


def is_denied(row: str, found: re.Match[str]) -> bool:
    return phrases.NOT_BEFORE.search(row[: found.start()]) is not None


def is_elsewhere(row: str, found: re.Match[str]) -> bool:
    """The writer, and nothing unknown beside it save a few names behind words that are followed by names."""
    if is_denied(row, found) or not speaks_of_self(row[: found.end()]) or _is_named(row[: found.start()]):
        return False
    if phrases.KIN_ILL.search(row) and not phrases.CARES.search(row):
        return False
    unknown = phrases.MY_WORDS.without(row[found.start() :])
    may_be_name = len(unknown.split()) <= 4 and not phrases.HOLDS_BACK.search(unknown)
    says_more = len(found[0].split()) > 1 and len(unknown.split()) <= SAYS_LITTLE
    is_free = says_more or phrases.FREE_BEHIND.search(row) or phrases.I_AM.search(row[: found.end()])
    return not unknown or (may_be_name and bool(is_free))
