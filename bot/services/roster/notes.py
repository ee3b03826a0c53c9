"""The remarks of a roster: who is exempt or away and until when, as far as it is said beyond doubt."""

import re
from dataclasses import dataclass
from datetime import date

from bot.services.roster.dates import read_date
from bot.services.roster.duties import read_duty
from bot.services.roster.records import StatusNote
from bot.words.names import fold, tidy
from bot.words.roster_notes import (
    ABOUT_STANDING,
    BETWEEN,
    DECISION,
    FROM,
    KINDS,
    NOT_SO,
    PARTS,
    SMALLER_PARTS,
    UNNUMBERED,
    UNREAD_DATE,
    UNTIL,
)

YEARS_AHEAD = 30
FIRST_YEAR = 1950


class UnclearError(ValueError):
    """The remark is about someone's standing, but what it says is in doubt."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What was understood, and whether a person should look at the rest."""

    statuses: tuple[StatusNote, ...] = ()
    duty: str | None = None
    is_clear: bool = True


@dataclass(slots=True)
class _Said:
    """One part of a note, taken apart."""

    rest: str
    from_on: date | None = None
    until_on: date | None = None
    decision: str | None = None

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, pattern in KINDS if pattern.search(self.rest)]

    @property
    def only_adds(self) -> bool:
        """No more than a day or a decision, which belongs to the part before."""
        return not self.rest.strip(" ,.:()-")


def read_notes(text: str, today: date) -> Remarks:
    try:
        parts = [_take_apart(part, today) for part in _parts(text)]
        statuses = tuple(_status(part) for part in _gathered(parts) if _is_status(part))
    except ValueError:
        return Remarks(is_clear=False)
    duties = [duty for part in parts if not part.kinds and (duty := read_duty(part.rest).duty)]
    return Remarks(statuses, duties[0] if duties else None, is_clear=bool(statuses or duties))


def _parts(text: str) -> list[str]:
    """By sentence; further by comma where one sentence says two things."""
    parts: list[str] = []
    for part in PARTS.split(text):
        smaller = SMALLER_PARTS.split(part)
        says = {kind for piece in smaller for kind, pattern in KINDS if pattern.search(fold(piece))}
        parts += smaller if len(says) > 1 else [part]
    return [tidy(part) for part in parts if tidy(part)]


def _take_apart(text: str, today: date) -> _Said:
    decision = DECISION.search(text)
    rest = UNNUMBERED.sub(" ", DECISION.sub(" ", text))
    said = _Said(tidy(fold(rest).replace("–", "-")), decision=_number(decision) if decision else None)
    _take_days(said, today)
    said.rest = tidy(said.rest).strip(" ,.:-")
    return said


def _number(decision: re.Match[str]) -> str:
    found = decision["number"] or decision["short"]
    return "".join(found.split()).replace("–", "-").replace("\u00d0", "\u0110")


def _take_days(said: _Said, today: date) -> None:
    latest = today.year + YEARS_AHEAD
    if both := BETWEEN.search(said.rest):
        said.from_on, said.until_on = read_date(both[1], latest), read_date(both[2], latest, end=True)
        said.rest = BETWEEN.sub(" ", said.rest, count=1)
        return
    if begin := FROM.search(said.rest):
        said.from_on = read_date(begin[1], latest)
    if end := UNTIL.search(said.rest):
        said.until_on = read_date(end[1], latest, end=True)
    said.rest = UNTIL.sub(" ", FROM.sub(" ", said.rest, count=1), count=1)


def _gathered(parts: list[_Said]) -> list[_Said]:
    """A day or a decision that stands alone completes what was said before it."""
    gathered: list[_Said] = []
    for part in parts:
        if part.only_adds and gathered:
            before = gathered[-1]
            before.from_on = before.from_on or part.from_on
            before.until_on = before.until_on or part.until_on
            before.decision = before.decision or part.decision
        else:
            gathered.append(part)
    return gathered


def _is_status(said: _Said) -> bool:
    """Raises UnclearError rather than take "asks to be exempt" for "is exempt"."""
    if not said.kinds:
        if ABOUT_STANDING.search(said.rest):
            raise UnclearError
        return False
    if NOT_SO.search(said.rest) or UNREAD_DATE.search(said.rest):
        raise UnclearError
    return True


def _status(said: _Said) -> StatusNote:
    days = [day for day in (said.from_on, said.until_on) if day]
    if days != sorted(days) or any(day.year < FIRST_YEAR for day in days):
        raise UnclearError
    return StatusNote(said.kinds[0], said.from_on, said.until_on, said.decision)
