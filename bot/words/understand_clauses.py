"""A reply of several clauses: what each says, and what they say together. Where they disagree nothing is decided."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.messages import Meaning, Understood
from bot.words import understand_phrases as phrases
from bot.words.understand_letters import THUMBS, words
from bot.words.understand_rewording import plainly
from bot.words.understand_speaker import is_of_kin, is_only

Whole = Callable[[str], Understood]
"""The rules for one clause."""

MARKS: Final = re.compile(
    rf"(?<!\d)[,.:]|[,.:](?!\d)|[;!…()\[\]\"“”]|\s[-–—]+\s|[\u2190-\u2bff\U0001f000-\U0001faff{''.join(THUMBS)}]+"
)
COMES: Final = {Meaning.PRESENT, Meaning.LATE, Meaning.EARLY_LEAVE}
MOST: Final = 7
LONGEST: Final = 200
"""Clauses and letters of a reply; whoever writes more tells a story."""


class Kind(StrEnum):
    """What a clause does in its reply."""

    YES = "yes"
    NO = "no"
    WHY = "why"
    """A reason to stay away."""
    OVER = "over"
    """A reason that no longer counts: "hết ốm rồi", "tuy bận"."""
    TALK = "talk"
    """Politeness, and that it was read."""
    VANG = "vang"
    """The unmarked word, which is yes or absent."""
    ELSE = "else"


class Link(StrEnum):
    """The word at which a clause begins."""

    NONE = "none"
    BUT = "but"
    BECAUSE = "because"
    SO = "so"


@dataclass(frozen=True, slots=True)
class Clause:
    row: str
    link: Link
    kind: Kind = Kind.ELSE
    meaning: Meaning = Meaning.UNCLEAR


def together(said: str, whole: Whole) -> Meaning:
    """Present, late, early or absent where all clauses agree in it; else unclear."""
    parts = [*_apart(said)] if len(said) <= LONGEST else []
    if not 1 < len(parts) <= MOST or any(phrases.ENDS_ASKING.search(clause.row) for clause in parts):
        return Meaning.UNCLEAR
    clauses = [_weighed(clause, whole) for clause in parts]
    clauses = [_behind_vang(clause, before) for before, clause in zip([None, *clauses], clauses, strict=False)]
    if _is_of_kin(clauses):
        return Meaning.UNCLEAR
    yes, no = _of(clauses, Kind.YES), _of(clauses, Kind.NO)
    if yes and no:
        return _changed(clauses[-1])
    if yes:
        return _coming(clauses, yes)
    whys = [
        clause for clause in _of(clauses, Kind.WHY) if clause.meaning is Meaning.ABSENT or not _of(clauses, Kind.VANG)
    ]
    is_away = bool(no) or (whys and not _of(clauses, Kind.OVER))
    return Meaning.ABSENT if is_away and all(_is_beside_no(clause) for clause in clauses) else Meaning.UNCLEAR


def _is_of_kin(clauses: Sequence[Clause]) -> bool:
    """`chồng em đang trực, không đi được`: a relative is named first, and "I" nowhere else."""
    theirs = [is_of_kin(clause.row) for clause in clauses]
    mine = (phrases.ME.search(clause.row) for clause, is_theirs in zip(clauses, theirs, strict=True) if not is_theirs)
    return any(theirs) and not any(mine)


def _of(clauses: Sequence[Clause], kind: Kind) -> list[Clause]:
    return [clause for clause in clauses if clause.kind is kind]


# Apart


def _apart(said: str) -> Iterator[Clause]:
    row = plainly("".join(f"{words(part)}| " for part in MARKS.split(said)))
    for part in row.split("| "):
        head = phrases.VANG_FIRST.match(part)
        if head and head.end() < len(part):
            yield Clause(head[0], Link.NONE)
            yield from _at_links(part[head.end() :])
        else:
            yield from _at_links(part)


def _at_links(part: str) -> Iterator[Clause]:
    cuts = [*phrases.LINKS.finditer(part)]
    if before := part[: cuts[0].start()] if cuts else part:
        yield Clause(before, Link.NONE)
    for at, cut in enumerate(cuts):
        end = cuts[at + 1].start() if at + 1 < len(cuts) else len(part)
        if row := part[cut.end() : end]:
            yield Clause(row, _link(cut[0]))


def _link(word: str) -> Link:
    if phrases.TURNS.match(word):
        return Link.BUT
    return Link.BECAUSE if phrases.EXPLAINS_WHY.match(word) else Link.SO


# Each


def _weighed(clause: Clause, whole: Whole) -> Clause:
    meaning = whole(clause.row).meaning
    return replace(clause, kind=_kind(clause.row, meaning), meaning=meaning)


def _kind(row: str, meaning: Meaning) -> Kind:
    if phrases.VANG_FIRST.fullmatch(row):
        return Kind.VANG
    if phrases.WISH.match(row) or phrases.OTHERS_GO.fullmatch(row):
        return Kind.TALK
    if phrases.is_over(row) and not phrases.CANNOT.search(row) and meaning not in COMES:
        return Kind.OVER
    if meaning is Meaning.ACK or is_only(row, phrases.NODS):
        return Kind.TALK
    if meaning in COMES:
        return Kind.YES
    if meaning is Meaning.ABSENT:
        is_said = (
            phrases.CANNOT.search(row)
            or phrases.BEGS.search(row)
            or phrases.AWAY_TOO.search(row)
            or phrases.DIGIT.match(row)
        )
        return Kind.NO if is_said else Kind.WHY
    if is_only(row, phrases.TALK_WORDS):
        return Kind.TALK
    is_why = is_only(row, phrases.MY_WORDS) and any(line.search(row) for _, line in phrases.REASONS)
    return Kind.WHY if is_why else Kind.ELSE


def _behind_vang(clause: Clause, before: Clause | None) -> Clause:
    """`vang em om`: absent or yes, but ill; and behind "the reason:" anything is one."""
    is_ill = (
        before is not None and before.kind is Kind.VANG and any(line.fullmatch(clause.row) for _, line in phrases.BARE)
    )
    is_named = before is not None and clause.kind is Kind.ELSE and phrases.REASON_IS.fullmatch(before.row)
    is_bare = is_ill or (is_named and not phrases.MAY_COME.search(clause.row))
    return replace(clause, kind=Kind.WHY, meaning=Meaning.ABSENT) if is_bare else clause


# Together


def _changed(last: Clause) -> Meaning:
    """Both were said: what is so now counts, where it is said to be now."""
    is_now = last.link is Link.BUT and phrases.NOW.search(last.row) is not None
    return Meaning.ABSENT if is_now and last.kind is Kind.NO else Meaning.UNCLEAR


def _is_beside_no(clause: Clause) -> bool:
    if clause.kind is Kind.ELSE:
        return clause.link is not Link.BUT and not phrases.MAY_COME.search(clause.row) and not _may_be_names(clause.row)
    agrees = clause.meaning is Meaning.ACK
    return clause.kind is not Kind.YES and (clause.link is not Link.BUT or clause.kind is Kind.NO or agrees)


def _may_be_names(row: str) -> bool:
    """`có mặt: Bình, Hùng` is a roll: nothing but words that no rule knows."""
    return phrases.MY_WORDS.search(row) is None


def _coming(clauses: Sequence[Clause], yes: Sequence[Clause]) -> Meaning:
    last = clauses.index(yes[-1])
    agreed = all(_is_beside_yes(clause, at, last, clauses) for at, clause in enumerate(clauses))
    parts = [clause.meaning for clause in yes if clause.meaning is not Meaning.PRESENT]
    return (parts[-1] if parts else Meaning.PRESENT) if agreed else Meaning.UNCLEAR


def _is_beside_yes(clause: Clause, at: int, last: int, clauses: Sequence[Clause]) -> bool:
    yes = clauses[last]
    is_firm = phrases.FIRM.search(yes.row) is not None
    turns = yes.link is Link.BUT or phrases.STILL.search(yes.row) is not None
    match clause.kind:
        case Kind.VANG:
            return phrases.I_COME.search(yes.row) is not None
        case Kind.WHY:
            return (at < last and turns) or (yes.meaning is not Meaning.PRESENT and clause.link is Link.BECAUSE)
        case Kind.ELSE if phrases.COMES.search(clause.row) and not phrases.NEGATES.search(clause.row):
            return bool(phrases.DIGIT.match(yes.row) or turns) and not phrases.AWAY.search(clause.row)
        case Kind.ELSE:
            is_told = phrases.MAY_COME.search(clause.row) or phrases.AWAY.search(clause.row)
            is_quiet = not is_told and not _may_be_names(clause.row)
            is_plain = at > last or is_firm or turns or yes.link is Link.SO or not phrases.ONLY_GO.fullmatch(yes.row)
            is_said = is_firm or turns or not phrases.NEGATES.search(clause.row)
            return is_quiet and is_plain and is_said and not (at > last and clause.link is Link.BUT)
    return True
