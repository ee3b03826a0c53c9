"""Who came to a meeting, who stayed away and why, and what everybody had answered before."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages import Reason
from bot.model.attendances import Answer, Mark
from bot.model.meetings import MeetingKind
from bot.rehearsal.cells import Cell, Life
from bot.rehearsal.people import SECRETARY, Person, Way
from bot.rehearsal.year import Held
from bot.services.calls import CHANNEL
from bot.services.personal_links import CHANNEL as LINK
from bot.words.times import day_of, local

HARVEST, NEW_YEAR = (6, 10), (1, 2)
EXCUSED = 0.8
"""What share of those who stay away has been excused."""
MISSED = {10: (3, 9)}
"""By seat in the cell to practise with, the months of the year in which they stayed away without a word."""
TOLD_BEFORE = timedelta(hours=72)
REASONS = {
    Life.HAMLET: "illness family family far_away far_away weather other",
    Life.QUARTER: "illness family family far_away other",
    Life.SCHOOL: "illness family duty_trip study study",
    Life.OFFICE: "illness family duty_trip duty_trip duty_trip study",
    Life.CLINIC: "illness family work_shift work_shift work_shift study",
    Life.ARMED: "duty_trip duty_trip work_shift work_shift family study",
}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer before the meeting."""

    answer: Answer
    reason: Reason | None
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """One person at one meeting."""

    person: Person
    is_official: bool
    mark: Mark
    said: Said | None


def told_at(meeting: Held) -> datetime:
    """When its people were told."""
    return max(meeting.called_at, meeting.starts_at - TOLD_BEFORE)


def seen_at(meeting: Held, cell: Cell, people: list[Person], luck: random.Random) -> list[Seen]:
    """Everybody who was expected. `people` are all who have ever been in the cell."""
    on = day_of(meeting.starts_at)
    away = cell.absence * _season(cell, local(meeting.starts_at).month)
    seen = []
    for person in people:
        if person.is_expected(meeting.cell, on):
            mark = _mark(person, away, on.year - person.born, luck)
            if cell.is_practice and meeting.kind is MeetingKind.REGULAR and on.month in MISSED.get(person.seat, ()):
                mark = Mark.UNEXCUSED
            said = _said(person, meeting, mark, _reason(person, cell, on.year, luck), luck)
            seen.append(Seen(person, person.is_official(on), mark, said))
    return seen


def _season(cell: Cell, month: int) -> float:
    """Fewer come while there is harvest, and around Tết."""
    if not cell.life.is_rural:
        return 1.0
    return 1.8 if month in HARVEST else 1.5 if month in NEW_YEAR else 0.85


def _mark(person: Person, away: float, age: int, luck: random.Random) -> Mark:
    share = away * (0.2 if person.seat == SECRETARY else 1.6 if age >= 70 else 1.0)
    if luck.random() >= share:
        return Mark.PRESENT
    return Mark.EXCUSED if luck.random() < EXCUSED else Mark.UNEXCUSED


def _reason(person: Person, cell: Cell, year: int, luck: random.Random) -> Reason:
    """The old are ill."""
    if year - person.born >= 68 and luck.random() < 0.6:
        return Reason.ILLNESS
    return Reason(luck.choice(REASONS[cell.life].split()))


def _said(person: Person, meeting: Held, mark: Mark, reason: Reason, luck: random.Random) -> Said | None:
    """Whoever has no phone may be asked by the secretary; whoever cannot write back taps the link of the call."""
    answer = _answer(mark, luck)
    told = told_at(meeting)
    at = told + (meeting.starts_at - told) * luck.uniform(0.02, 0.9)
    has_answered = luck.random() < 0.86
    can_answer = person.is_linked(told)
    own = LINK if person.way is Way.ONE_WAY else person.way.value
    if answer is None or not (has_answered if can_answer else luck.random() < 0.3):
        return None
    why = reason if answer is Answer.AWAY and luck.random() < 0.9 else None
    return Said(answer, why, own if can_answer else CHANNEL, at.replace(microsecond=0))


def _answer(mark: Mark, luck: random.Random) -> Answer | None:
    mood = luck.random()
    if mark is Mark.PRESENT:
        return Answer.COMING if mood < 0.95 else Answer.UNDECIDED if mood < 0.98 else Answer.AWAY
    if mark is Mark.EXCUSED:
        return Answer.AWAY if mood < 0.95 else None
    return Answer.COMING if mood < 0.4 else Answer.AWAY if mood < 0.55 else None
