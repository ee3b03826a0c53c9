"""What follows for the leaders of a cell from a roll that was closed or corrected (rules 27 and 28).

The roll only says that it changed (roll_changes.py); the clock looks at it a while later.
A correction issues what it makes true and takes back what it makes untrue.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.units import CELLS, Unit
from bot.model.warnings import RollChange, Stage
from bot.services.cell_persons import PersonNews, news_of
from bot.services.leading import ToLeaders, tell_keepers, tell_leaders
from bot.services.notices import Word, owe_words
from bot.services.rate import Counts
from bot.services.supervisors import supervisors_of
from bot.services.unit_settings import UnitSettings, after_quiet, settings_at
from bot.services.warnings import Given, given_of, given_once, take_back
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of, month_of

AT_ONCE = 10
"""Rolls: each may concern a hundred people and all their meetings of the year."""
BELOW, UNEXCUSED = "below_line", "unexcused"
OF_ROLLS = (BELOW, UNEXCUSED)
MEASURED = (
    MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC, MeetingKind.THEMATIC, MeetingKind.EXTRAORDINARY,
    MeetingKind.CONFERENCE, MeetingKind.CONGRESS, MeetingKind.REVIEW,
)  # fmt: skip
"""Meetings of the whole cell; a class, a ceremony, a committee and a group have their own measure."""


async def look_at_rolls(db: AsyncSession, now: datetime) -> int:
    """A slice of the rolls that are to be looked at; returns how many. In quiet hours they wait for the morning."""
    changed = await _changed(db, now)
    if not changed:
        return 0
    found = await db.scalars(select(Unit).where(Unit.id.in_({one.cell_id for one in changed})))
    units = {unit.id: unit for unit in found}
    settings = await settings_at(db, units.values())
    ripe = [one for one in changed if after_quiet(now, settings[one.cell_id].quiet_hours) == now]
    for one in changed:
        if one not in ripe:
            until = after_quiet(now, settings[one.cell_id].quiet_hours)
            await db.execute(update(RollChange).where(RollChange.meeting_id == one.id).values(due_at=until))
    await db.execute(delete(RollChange).where(RollChange.meeting_id.in_([one.id for one in ripe])))
    await _look(db, [one for one in ripe if units[one.cell_id].kind in CELLS], units, settings, now)
    return len(changed)


async def _changed(db: AsyncSession, now: datetime) -> Sequence[Meeting]:
    """The longest waiting first, and locked: of two clocks the other takes the next ones."""
    due = await db.scalars(
        select(RollChange.meeting_id)
        .where(RollChange.due_at <= now)
        .order_by(RollChange.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    return (await db.scalars(select(Meeting).where(Meeting.id.in_(due.all())).order_by(Meeting.starts_at))).all()


async def write_warnings(db: AsyncSession, meetings: Sequence[Meeting], now: datetime) -> None:
    """What these rolls come to stands as said, and nobody is told: of a past that was brought along."""
    found = await db.scalars(select(Unit).where(Unit.id.in_({one.cell_id for one in meetings}), Unit.kind.in_(CELLS)))
    units = {unit.id: unit for unit in found}
    settings = await settings_at(db, units.values())
    of_cells = [one for one in meetings if one.cell_id in units]
    for stage in (Stage.SECRETARY, Stage.SUPERVISOR):
        await _rolls(db, of_cells, units, settings, stage, now)
    await news_of(db, of_cells, now)


@dataclass(frozen=True, slots=True)
class RollNews:
    """What a roll has newly come to, or no longer comes to."""

    meeting: Meeting
    cell: Unit
    counts: Counts
    line: str
    new: frozenset[str]
    gone: frozenset[str]

    @property
    def said(self) -> str:
        return words.counted(self.counts.present, self.counts.expected, self.counts.strict)

    @property
    def text(self) -> str:
        about = self.meeting.kind, self.meeting.starts_at
        is_below, unexcused = BELOW in self.new, self.counts.unexcused if UNEXCUSED in self.new else 0
        said = words.roll(*about, self.said, self.line if is_below else None, unexcused) if self.new else ""
        return "\n".join(one for one in (said, words.roll_well(*about, self.gone) if self.gone else "") if one)


async def _look(
    db: AsyncSession,
    meetings: Sequence[Meeting],
    units: Mapping[int, Unit],
    settings: Mapping[int, UnitSettings],
    now: datetime,
) -> None:
    rolls = await _rolls(db, meetings, units, settings, Stage.SECRETARY, now)
    people = await news_of(db, meetings, now)
    untold = await _tell(db, rolls, people, meetings, now)
    await _tell_supervisors(db, await _rolls(db, meetings, units, settings, Stage.SUPERVISOR, now), untold, now)


# The roll as a whole (rule 27)


async def _rolls(
    db: AsyncSession, meetings: Sequence[Meeting], units: Mapping[int, Unit], settings: Mapping[int, UnitSettings],
    stage: Stage, now: datetime,
) -> list[RollNews]:  # fmt: skip
    """What is to be said of each roll to those of this stage, and is written down as said."""
    measured = [one for one in meetings if one.kind in MEASURED and one.state is MeetingState.CLOSED]
    counts = await _counts(db, [one.id for one in measured])
    true = {given for one in measured for given in _true_of(one, counts.get(one.id, Counts()), settings[one.cell_id])}
    new, gone = await bring_up(
        db, true, {one.cell_id for one in measured}, [f"meeting:{one.id}" for one in measured], stage, now
    )
    news = []
    for one in measured:
        subject = f"meeting:{one.id}"
        names = [frozenset(given.name for given in some if given.subject == subject) for some in (new, gone)]
        if any(names):
            line = settings[one.cell_id].line
            counted = counts.get(one.id, Counts())  # nobody may be left on it: see merging and erasing
            missed = words.line_missed(line.operator, line.percent)
            news.append(RollNews(one, units[one.cell_id], counted, missed, *names))
    return news


def _true_of(meeting: Meeting, counts: Counts, settings: UnitSettings) -> list[Given]:
    found = [BELOW] if not settings.line.is_met(counts.present, counts.expected) else []
    found += [UNEXCUSED] if counts.unexcused else []
    month = month_of(day_of(meeting.starts_at))
    return [Given(meeting.cell_id, name, f"meeting:{meeting.id}", month) for name in found]


async def _counts(db: AsyncSession, meeting_ids: Sequence[int]) -> dict[int, Counts]:
    marks = [func.count().filter(Attendance.mark == mark) for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)]
    found = await db.execute(
        select(Attendance.meeting_id, func.count(), *marks)
        .where(Attendance.meeting_id.in_(meeting_ids), IS_COUNTED)
        .group_by(Attendance.meeting_id)
    )
    return {meeting_id: Counts(*counted) for meeting_id, *counted in found}


async def bring_up(
    db: AsyncSession,
    true: set[Given],
    unit_ids: Collection[int],
    subjects: Collection[str],
    stage: Stage,
    now: datetime,
) -> tuple[set[Given], set[Given]]:
    """Have exactly these warnings stand; returns those that are new, and those that were taken back."""
    stands = await given_of(db, unit_ids, subjects, stage, OF_ROLLS)
    gone = await take_back(db, [row_id for given, row_id in stands.items() if given not in true])
    return await given_once(db, true - stands.keys(), stage, now), gone


# Telling


@dataclass
class _Cell:
    """What the leaders of one cell are told in one message."""

    unit: Unit
    meeting: Meeting
    rolls: list[RollNews] = field(default_factory=list)
    people: list[PersonNews] = field(default_factory=list)


async def _tell(
    db: AsyncSession,
    rolls: Sequence[RollNews],
    people: Sequence[PersonNews],
    meetings: Sequence[Meeting],
    now: datetime,
) -> set[int]:
    """One message to each cell; what is about somebody who leads it goes to the other leader, in one of its own."""
    cells: dict[tuple[int, int | None], _Cell] = {}
    last = {one.cell_id: one for one in meetings}
    for roll in rolls:
        cells.setdefault((roll.cell.id, None), _Cell(roll.cell, roll.meeting)).rolls.append(roll)
    for news in people:
        meeting = last.get(news.unit.id, meetings[-1])
        cells.setdefault((news.unit.id, news.leader), _Cell(news.unit, meeting)).people.append(news)
    return await tell_leaders(db, [_to_leaders(one, leader) for (_, leader), one in cells.items()], now)


def _to_leaders(one: _Cell, leader: int | None) -> ToLeaders:
    people = words.people_in_counts([news.lines for news in one.people])
    text = [roll.text for roll in one.rolls] + people
    years = sorted({news.year for news in one.people})
    choices = [Choice(words.SEE, f"warnings:{one.unit.id}:0:{years[-1]}")] if years else []
    choices += [Choice(words.ROLL, f"roll:{one.rolls[-1].meeting.id}:0")] if one.rolls else []
    whole = "\n".join([words.head(vi.cell(one.unit.name)), *text])
    said = Reply(f"{whole}\n{words.HOW_TO_SEE}" if years else whole, tuple(choices), one_way=whole)
    about = f"looked:{one.unit.id}:{one.meeting.id}" + (f":{leader}" if leader else "")
    return ToLeaders(about, one.unit, said, " ".join(people), leader)


async def _tell_supervisors(db: AsyncSession, rolls: Sequence[RollNews], untold: set[int], now: datetime) -> None:
    """One message to each, however many cells they follow; counts alone.

    `untold`: of these cells the leaders know nothing, so that somebody has to.
    """
    if not rolls:
        return
    supervisors = await supervisors_of(db, [one.cell for one in rolls], day_of(now))
    followed: defaultdict[tuple[int, ...], list[RollNews]] = defaultdict(list)
    for one in rolls:
        followed[tuple(supervisors[one.cell.id])].append(one)
    moment = int(now.timestamp())
    said = [
        Word(f"followed:roll:{some[0].meeting.id}", moment, people, Reply(words.to_followers(_lines(some, untold))))
        for people, some in followed.items()
    ]
    told = await owe_words(db, said, now)
    left = [some for some, is_told in zip(followed.values(), told, strict=True) if not is_told]
    await tell_keepers(db, _lines([one for some in left for one in some if one.cell.id in untold], untold), now)


def _lines(rolls: Sequence[RollNews], untold: set[int]) -> list[str]:
    lines = [(one.cell.id in untold, f"{vi.cell(one.cell.name)}: {one.text}") for one in rolls]
    return [words.nobody_to_tell(line) if is_untold else line for is_untold, line in lines]
