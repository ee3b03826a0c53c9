"""The sentence for every refusal: what is wrong and what to do; in the file of its noun, as the refusal itself."""

from bot.refusals import Refused
from bot.words.refused import (
    announcements,
    api_tokens,
    chat,
    contents,
    directives,
    indicators,
    leaves,
    links,
    meetings,
    member_data,
    members,
    minutes,
    opinions,
    party_groups,
    reorganising,
    reports,
    residents,
    roll,
    running,
    secrecy,
    sending,
    series,
    tree,
    visits,
)
from bot.words.refused.facts import Sentences

NOUNS = (
    announcements, api_tokens, chat, contents, directives, indicators, leaves, links, meetings, member_data, members, minutes,
    opinions, party_groups, reorganising, reports, residents, roll, running, secrecy, sending, series, tree, visits,
)  # fmt: skip
SENTENCES: Sentences = {refusal: sentence for noun in NOUNS for refusal, sentence in noun.SENTENCES.items()}
SPOKEN: Sentences = {refusal: sentence for noun in NOUNS for refusal, sentence in getattr(noun, "SPOKEN", {}).items()}
"""Where a person in the chat needs other words than one at a command line."""


def refused(refusal: Refused, *, spoken: bool = False) -> str:
    """What the person is told; `spoken` in the chat."""
    sentence = SPOKEN.get(type(refusal), SENTENCES[type(refusal)]) if spoken else SENTENCES[type(refusal)]
    return sentence(refusal.facts) if callable(sentence) else sentence.format(**refusal.facts)
