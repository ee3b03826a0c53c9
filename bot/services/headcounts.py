"""Of whom a cell consists on the day of a meeting, and who of them came: frozen when the roll is closed (rule 4)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import Deed, new_row
from bot.model.attendances import Attendance, Mark, Standing
from bot.model.meetings import Meeting
from bot.model.members import AWAY, StatusKind
from bot.model.minutes import Headcount
from bot.model.units import Unit, UnitKind
from bot.services.expected_lists import BY_OFFICE, cell_with
from bot.services.people import Place, places_at
from bot.words.times import day_of

OF_THE_LISTED = BY_OFFICE
"""Only some of a cell meet, or people of several: the list is all there is."""
_TABLE = cast(Table, Headcount.__table__)


@dataclass(frozen=True, slots=True)
class Strength:
    """Of whom it consists: own full and probationary members, whoever is away among them, and whoever was received."""

    official: int = 0
    probationary: int = 0
    temporary_in: int = 0
    exempt: int = 0
    temporary_out: int = 0
    special_duty: int = 0

    @property
    def total(self) -> int:
        """The own ones: who was received is counted where they belong."""
        return self.official + self.probationary


@dataclass(frozen=True, slots=True)
class Came:
    """What a roll comes to, by standing."""

    official: int = 0
    probationary: int = 0
    temporary_in: int = 0
    excused: int = 0
    unexcused: int = 0

    @property
    def present(self) -> int:
        return self.official + self.probationary + self.temporary_in

    @property
    def expected(self) -> int:
        return self.present + self.excused + self.unexcused


@dataclass(frozen=True, slots=True)
class Heads:
    """The head of the minutes."""

    strength: Strength
    came: Came
    at_closing: Came | None
    """As it was when the roll was closed; None: nobody wrote it down then, or it is open."""

    @property
    def is_corrected(self) -> bool:
        return self.at_closing is not None and self.at_closing != self.came


def frozen(
    meeting: Meeting, unit: Unit, places: Sequence[Place], attendances: Iterable[Attendance], now: datetime
) -> Deed:
    """Of whom the cell consisted, to be written down once, at the closing; `places`: of its roster that day."""
    rows = list(attendances)
    strength, came = _strength(meeting, unit, places, rows), came_of(rows)
    here = {"meeting_id": meeting.id, "excused": came.excused, "unexcused": came.unexcused, "at": now}
    there = {f"present_{name}": getattr(came, name) for name in ("official", "probationary", "temporary_in")}
    return new_row(_TABLE, here | asdict(strength) | there)


async def heads_of(db: AsyncSession, meeting: Meeting) -> Heads:
    """What stands in the minutes: the strength of the closing, the roll with its corrections.

    Of a meeting whose roll is no longer kept person by person, or whose strength nobody froze, what there is.
    """
    rows = (await db.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))).all()
    frozen: Headcount | None = await db.scalar(select(Headcount).where(Headcount.meeting_id == meeting.id))
    if frozen is None:
        return Heads(await strength_of(db, meeting, rows), came_of(rows), None)
    at_closing = _came_then(frozen)
    return Heads(_strength_then(frozen), came_of(rows) if rows else at_closing, at_closing)


def _strength_then(frozen: Headcount) -> Strength:
    return Strength(
        frozen.official,
        frozen.probationary,
        frozen.temporary_in,
        frozen.exempt,
        frozen.temporary_out,
        frozen.special_duty,
    )


def _came_then(frozen: Headcount) -> Came:
    return Came(
        frozen.present_official,
        frozen.present_probationary,
        frozen.present_temporary_in,
        frozen.excused,
        frozen.unexcused,
    )


def came_of(attendances: Iterable[Attendance]) -> Came:
    """Who is invited beside the expected counts once they came (rule 10)."""
    counted = [one for one in attendances if one.is_counted]
    marks = Counter(one.mark for one in counted)
    there = Counter(one.standing for one in counted if one.mark is Mark.PRESENT)
    return Came(
        there[Standing.OFFICIAL],
        there[Standing.PROBATIONARY],
        there[Standing.TEMPORARY_IN],
        marks[Mark.EXCUSED],
        marks[Mark.UNEXCUSED],
    )


async def strength_of(db: AsyncSession, meeting: Meeting, attendances: Sequence[Attendance]) -> Strength:
    """As the roster says for the day of the meeting; of a group only its own people."""
    unit = await db.get_one(Unit, meeting.cell_id)
    is_listed = meeting.kind in OF_THE_LISTED
    cell_id = cell_with(unit)
    places = () if is_listed else (await places_at(db, [cell_id], day_of(meeting.starts_at)))[cell_id]
    return _strength(meeting, unit, places, attendances)


def _strength(meeting: Meeting, unit: Unit, places: Iterable[Place], attendances: Iterable[Attendance]) -> Strength:
    if meeting.kind in OF_THE_LISTED:
        listed = Counter(one.standing for one in attendances)
        return Strength(listed[Standing.OFFICIAL], listed[Standing.PROBATIONARY], listed[Standing.TEMPORARY_IN])
    return _counted(one for one in places if unit.kind is not UnitKind.GROUP or one.group_id == unit.id)


def _counted(places: Iterable[Place]) -> Strength:
    """Somebody with two statuses is counted under the first of them, once (rule 6)."""
    standings: Counter[Standing] = Counter()
    away: Counter[StatusKind] = Counter()
    for one in places:
        standings[one.standing] += 1
        first = next((kind for kind in AWAY if kind in one.statuses), None)
        if first is not None and one.is_own:
            away[first] += 1
    return Strength(
        standings[Standing.OFFICIAL],
        standings[Standing.PROBATIONARY],
        standings[Standing.TEMPORARY_IN],
        *(away[kind] for kind in AWAY),
    )
