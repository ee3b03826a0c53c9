"""What a reply to "will you come?" means, by fixed rules. Nobody's answer is guessed: in doubt it is unclear."""

import re
from collections.abc import Callable

from bot.messages import Meaning, Reason, Understood
from bot.words import understand_phrases as phrases
from bot.words import understand_words as lists
from bot.words.understand_clauses import together
from bot.words.understand_letters import letters, words
from bot.words.understand_rewording import plainly
from bot.words.understand_speaker import is_denied, is_elsewhere, is_for_another, is_only, speaks_of_self
from bot.words.understand_sure import is_sure
from bot.words.understand_words import OPT_OUT

LONGEST = 300
"""Whoever writes more than this tells a story, and is asked for `1` or `2`."""

AROUND_IT = " .,;:!*\"'“”()[]-"
BELOW_ZERO = re.compile(r"(?<![\w.,)])[-–−] ?[12]\b(?!\w)")
"""`-1` is no 1."""
UNCLEAR = Understood(Meaning.UNCLEAR)
OF_OTHERS = re.compile(r"\d\s*[pk]\b|^\W*cho (?:vang|vắng)\W*$", re.ASCII | re.IGNORECASE)
"""`vắng 4P` is a line of a roll and `cho vắng` a secretary's decision: neither says that the speaker stays away."""


def understand(text: str) -> Understood:
    """The first rule that knows the reply; never raises."""
    said = _short(text)
    whole = said.strip(AROUND_IT)
    if whole in OPT_OUT:
        return Understood(Meaning.OPT_OUT)
    if whole in lists.TOO_LITTLE:
        return UNCLEAR
    return UNCLEAR if "?" in said or BELOW_ZERO.search(said) else _kept(said)


def reason_of(text: str) -> Reason | None:
    """The reason in the words that answer "why?"; None where none is recognised."""
    row = words(_short(text))
    bare = (reason for reason, line in phrases.BARE if line.fullmatch(row))
    return _reason(row) or next(bare, None)


def _kept(said: str) -> Understood:
    """The answer, where it is sure."""
    row = plainly(words(said))
    found = _answer(said, row)
    is_of_others = found.meaning is Meaning.ABSENT and OF_OTHERS.search(said)
    return found if not is_of_others and is_sure(row, found.meaning) else UNCLEAR


def _answer(said: str, row: str) -> Understood:
    """What the reply says as a whole, or else what its clauses agree in."""
    if head := phrases.BARE_NO.match(said):
        rest = _kept(said[head.end() :])
        return rest if rest.meaning is Meaning.ABSENT else UNCLEAR
    found = _understood(row)
    if found.meaning is Meaning.ABSENT and phrases.BARE_YES.match(said):
        return UNCLEAR
    if found.meaning is not Meaning.UNCLEAR or _asking(row):
        return found
    meaning = together(said, _understood)
    return Understood(meaning, _reason(row) if meaning is Meaning.ABSENT else None)


def _short(text: str) -> str:
    """The letters of a reply; none of a text too long to be one."""
    said = letters(text) if len(text) <= 5 * LONGEST else ""
    return said if len(said) <= LONGEST else ""


def _understood(row: str) -> Understood:
    return next((found for rule in RULES if (found := rule(row))), UNCLEAR)


def _reason(row: str) -> Reason | None:
    true = phrases.NOT_SO.without(row)
    return next((reason for reason, line in phrases.REASONS if line.search(true)), None)


# The rules, in their order


def _numbered(row: str) -> Understood | None:
    """`1` or `2`, and words that say nothing against it."""
    lead = phrases.CHOSEN.match(row)
    rest = row[lead.end() :] if lead else row
    digit = phrases.DIGIT.match(rest)
    if digit is None:
        return None
    behind = rest[digit.end() :]
    if phrases.SO_LONG.match(behind):
        return None
    if phrases.COUNTED.match(behind):
        return UNCLEAR
    return _came(behind) if digit[1] == "1" else _stayed(behind)


def _came(behind: str) -> Understood:
    if is_only(behind, phrases.POLITE_WORDS):
        return Understood(Meaning.PRESENT)
    said = _understood(behind)
    if said.meaning in {Meaning.PRESENT, Meaning.ACK}:
        return Understood(Meaning.PRESENT)
    return said if said.meaning in {Meaning.LATE, Meaning.EARLY_LEAVE, Meaning.UNDECIDED} else UNCLEAR


def _stayed(behind: str) -> Understood:
    if is_only(behind, phrases.STAYED_WORDS):
        return Understood(Meaning.ABSENT)
    said = _understood(behind)
    if said.meaning is Meaning.ABSENT:
        return said
    bare = (reason for reason, line in phrases.BARE if line.fullmatch(behind))
    why = (_reason(behind) if is_only(behind, phrases.MY_WORDS) else None) or next(bare, None)
    return Understood(Meaning.ABSENT, why) if why and said.meaning is Meaning.UNCLEAR else UNCLEAR


def _refused(row: str) -> Understood | None:
    return Understood(Meaning.ABSENT) if phrases.NO.fullmatch(row) else None


def _asking(row: str) -> Understood | None:
    """Questions, other meetings, counts of people: whatever else they say, they're no answer."""
    is_question = phrases.ASKS.search(row) or (phrases.ENDS_ASKING.search(row) and not phrases.UNDECIDED.search(row))
    return UNCLEAR if is_question or phrases.UNSURE_WHEN.search(row) else None


def _for_another(row: str) -> Understood | None:
    return Understood(Meaning.PROXY) if is_for_another(row) else None


def _undecided(row: str) -> Understood | None:
    is_open = phrases.UNDECIDED.search(row) or (phrases.THEN.search(row) and phrases.CONDITION.search(row))
    return Understood(Meaning.UNDECIDED) if is_open else None


def _negated(row: str) -> Understood | None:
    """Twice no is a yes; "not coming" is asking leave."""
    if phrases.STAYS.search(row):
        return Understood(Meaning.PRESENT) if is_only(row, phrases.STAYING_WORDS) else None
    found = phrases.CANNOT.search(row)
    if found is None:
        return None
    behind = row[found.end() :]
    goes_on = not behind or phrases.MY_WORDS.match(behind) or phrases.KIN.match(behind) or phrases.BEGS.match(behind)
    before = row[: found.start()]
    if phrases.COMES_TOO.search(before) or (
        phrases.BARE_CANNOT.match(found[0]) and not phrases.STANDS_ALONE.fullmatch(before)
    ):
        return UNCLEAR
    is_clear = goes_on and speaks_of_self(before) and not phrases.COMES_ALL_THE_SAME.search(behind)
    return Understood(Meaning.ABSENT, _reason(row)) if is_clear else UNCLEAR


def _begging(row: str) -> Understood | None:
    """Asks leave; the reason may be in words of any kind."""
    if phrases.RESTS.fullmatch(row):
        return Understood(Meaning.ABSENT)
    if found := phrases.BEGS.search(row):
        is_own = speaks_of_self(row[: found.start()]) and not is_denied(row, found)
        is_clear = is_own and not phrases.COMES_ALL_THE_SAME.search(row) and not phrases.PARTLY.search(row)
        return Understood(Meaning.ABSENT, _reason(row)) if is_clear else UNCLEAR
    return None


def _elsewhere(row: str) -> Understood | None:
    """Says where else one is, without asking leave; with "late" in it, it is why one comes late."""
    if phrases.AWAY_WHOLE.fullmatch(row):
        return Understood(Meaning.ABSENT, _reason(row))
    found = phrases.AWAY.search(row)
    if found is None or phrases.PARTLY.search(row):
        return None
    is_clear = is_elsewhere(row, found) and not phrases.is_over(row) and not phrases.COMES_ALL_THE_SAME.search(row)
    return Understood(Meaning.ABSENT, _reason(row)) if is_clear else UNCLEAR


def _partly(row: str) -> Understood | None:
    row = phrases.STAYS_BUT.without(row)
    for meaning, line in ((Meaning.LATE, phrases.LATE), (Meaning.EARLY_LEAVE, phrases.EARLY)):
        if found := line.search(row):
            is_own = speaks_of_self(row[: found.start()]) and not is_denied(row, found)
            return Understood(meaning) if is_own and not phrases.AWAY_TOO.search(row) else UNCLEAR
    is_late = phrases.LATE_ALONE.search(row) and is_only(row, phrases.LATE_WORDS)
    return Understood(Meaning.LATE) if is_late else None


def _acknowledged(row: str) -> Understood | None:
    return Understood(Meaning.ACK) if phrases.ACK.search(row) and is_only(row, phrases.ACK_WORDS) else None


def _coming(row: str) -> Understood | None:
    if phrases.COMES.search(row):
        is_own = not phrases.OTHERS_GO.fullmatch(row)
        is_clear = is_own and is_only(phrases.VANG_COMES.without(row), phrases.COMING_WORDS)
    else:
        is_clear = (
            bool(phrases.AGREES.search(row)) and is_only(row, phrases.TIMED_WORDS) and not phrases.GREETS.match(row)
        )
    return Understood(Meaning.PRESENT) if is_clear else None


RULES: tuple[Callable[[str], Understood | None], ...] = (
    _numbered,
    _refused,
    _asking,
    _for_another,
    _undecided,
    _negated,
    _begging,
    _elsewhere,
    _partly,
    _acknowledged,
    _coming,
)
