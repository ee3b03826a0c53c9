"""What a line of the roll says beside the marks: `muộn 5 7, về sớm 9`, `thay 4P`. The rest of the line is left over."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.refusals import NobodyIsThereForOthers, RollUnreadable, SaidTwice
from bot.words.listed import Listed, row_of, shown
from bot.words.names import fold, tidy
from bot.words.roll_line import RollSaid, read_roll

TOKEN = re.compile(r"\w+|[^\w\s]")
NUMBER, MARKED = re.compile(r"[0-9]{1,3}", re.ASCII), re.compile(r"[0-9]{1,3}(?:p|k|cp|kp)?", re.ASCII)
RANGE, BETWEEN, LEADS = {"-", "–"}, {",", "va", "&", "+"}, {":", "la"}
UNITS = {"phut", "p", "h", "gio", "tieng", "'", "’", "%", "/"}
"""Behind a number they say how late, and not who."""
HEADS = {"", "dd", "diem danh", "sua", "sua diem danh", "dd:", "diem danh:"}
LONGEST = 4
"""Words that begin a clause."""


class Clause(StrEnum):
    """What is said of the people behind these words."""

    LATE = "late"
    EARLY = "early"
    IN_TIME = "in_time"
    ON_BEHALF = "on_behalf"


_LATE, _EARLY = ("muon", "tre"), ("ve som", "ra ve som", "ra som")
WORDS = {
    **dict.fromkeys([*_LATE, *(f"{go} {late}" for go in ("den", "di", "vao") for late in _LATE)], Clause.LATE),
    **dict.fromkeys(_EARLY, Clause.EARLY),
    **dict.fromkeys(
        [
            f"{no} {what}"
            for no in ("khong", "ko", "bo")
            for what in (*_LATE, *_EARLY, "den muon", "den tre", "di muon")
        ],
        Clause.IN_TIME,
    ),
    **dict.fromkeys(["dung gio"], Clause.IN_TIME),
    **dict.fromkeys(["thay", "vang thay", "bao thay", "ghi thay", "noi thay"], Clause.ON_BEHALF),
}
THERE_FOR_OTHERS = {"co mat thay", "co thay", "du thay", "hop thay"}


@dataclass(frozen=True, slots=True)
class LineSaid:
    """A whole line; people by their numbers."""

    said: RollSaid
    beside: dict[Clause, tuple[int, ...]] = field(default_factory=dict)

    def of(self, clause: Clause) -> tuple[int, ...]:
        return self.beside.get(clause, ())


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A clause: where its words stand, where its people, and who they are."""

    clause: Clause
    begins: int
    people: int
    ends: int
    numbers: tuple[int, ...]


def read_line(text: str, names: Sequence[str], uncounted: Collection[int] = ()) -> LineSaid | None:
    """What the line says of the people on the list; None where it is no line of the roll. `uncounted`: see `read_roll`.

    Raises a refusal where it is one and any part of it has no certain meaning.
    """
    line, listed = tidy(text.replace("\n", "; ")), Listed(names)
    found = list(_clauses(line, listed))
    if not found:
        said = read_roll(text, names, uncounted)
        return None if said is None else LineSaid(said)
    beside = {clause: tuple(n for one in found if one.clause is clause for n in one.numbers) for clause in Clause}
    rest = _rest(line, found)
    said = read_roll(rest, names, uncounted) if rest else RollSaid()
    if said is None:
        raise RollUnreadable(part=shown(row_of(rest)))
    line_said = LineSaid(said, beside)
    _demand_no_contradiction(line_said)
    return line_said


def _demand_no_contradiction(line: LineSaid) -> None:
    """Nobody is away and late, or late and in time."""
    late = {*line.of(Clause.LATE), *line.of(Clause.EARLY)}
    away = {number for number, _ in line.said.away}
    twice = (late | {*line.of(Clause.IN_TIME)}) & away | (late & {*line.of(Clause.IN_TIME)})
    if twice:
        raise SaidTwice(number=min(twice))


def _clauses(line: str, listed: Listed) -> Iterator[_Found]:
    tokens = [_Token(fold(one[0]), *one.span()) for one in TOKEN.finditer(line)]
    at = 0
    while at < len(tokens):
        count, clause = _begins(tokens, at)
        found = _people(tokens, at, at + count, clause, listed) if clause else None
        if found is None:
            at += max(1, count)
            continue
        yield found
        at = next((n for n, one in enumerate(tokens) if one.begins >= found.ends), len(tokens))


def _begins(tokens: Sequence[_Token], at: int) -> tuple[int, Clause | None]:
    """The longest words here that begin a clause."""
    for count in range(min(LONGEST, len(tokens) - at), 0, -1):
        words = " ".join(one.word for one in tokens[at : at + count])
        if words in THERE_FOR_OTHERS:
            raise NobodyIsThereForOthers
        if words in WORDS:
            return count, WORDS[words]
    return 0, None


def _people(tokens: Sequence[_Token], begins: int, at: int, clause: Clause, listed: Listed) -> _Found | None:
    """The numbers behind the words; None where there are none, or where they are minutes."""
    at += at < len(tokens) and tokens[at].word in LEADS
    form = MARKED if clause is Clause.ON_BEHALF else NUMBER
    first, ranges = at, []
    while at < len(tokens) and form.fullmatch(tokens[at].word):
        is_range = _goes_on(tokens, at + 1, RANGE, form)
        ranges.append((_digits(tokens[at]), _digits(tokens[at + 2 * is_range])))
        at += 1 + 2 * is_range
        at += _goes_on(tokens, at, BETWEEN, form)
    is_time = at < len(tokens) and tokens[at].word in UNITS
    is_name = at == first + 1 and listed.named([tokens[begins].word])
    if not ranges or is_time or is_name:
        return None
    numbers = tuple(one for low, high in ranges for one in _between(low, high, listed))
    return _Found(clause, tokens[begins].begins, tokens[first].begins, tokens[at - 1].ends, numbers)


def _goes_on(tokens: Sequence[_Token], at: int, signs: set[str], form: re.Pattern[str]) -> bool:
    """Whether one of these signs stands here, with a number behind it."""
    return at + 1 < len(tokens) and tokens[at].word in signs and form.fullmatch(tokens[at + 1].word) is not None


def _between(low: str, high: str, listed: Listed) -> Iterator[int]:
    first, last = listed.numbered(low), listed.numbered(high)
    return (number for number in range(first, last + 1) if number in listed.held)


def _digits(token: _Token) -> str:
    return token.word.rstrip("cpk")


def _rest(line: str, found: Sequence[_Found]) -> str:
    """The line without what was taken. For whom others spoke are marked as others are: only the word goes."""
    parts, at = [], 0
    for one in found:
        stays = one.clause is Clause.ON_BEHALF
        parts.append(line[at : one.begins])
        at = one.people if stays else one.ends
    whole = " ".join([*parts, line[at:]])
    alone = "".join([*parts, line[found[-1].ends :]]).strip(" ,;.")
    tidied = re.sub(r"(?:[,;.] *)+(?=[,;.])", "", tidy(whole)).strip(" ,;.")
    if fold(alone) not in HEADS:
        return tidied
    return f"sửa vắng {_people_of(line, found)}" if _people_of(line, found) else ""


def _people_of(line: str, found: Sequence[_Found]) -> str:
    return ", ".join(line[one.people : one.ends] for one in found if one.clause is Clause.ON_BEHALF)
