"""What a clerk says of people on the sheet in one go: marks, who was late, for whom others spoke."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark
from bot.services.roll import Marks
from bot.services.roll_sheet import Seat, marks_said
from bot.words.roll_manner import Clause, LineSaid


@dataclass(frozen=True, slots=True)
class Spoken:
    """By member. Whoever is late, or left early, is present by that."""

    marks: Mapping[int, Mark]
    beside: Mapping[Clause, Sequence[int]] = field(default_factory=dict)
    from_paper: bool = False

    def of(self, clause: Clause) -> Sequence[int]:
        return self.beside.get(clause, ())

    @property
    def says_more(self) -> bool:
        """Whether it says anything that is no mark."""
        return any(self.beside.values())

    def as_marks(self) -> Marks:
        """As the roll takes it."""
        of = {mark: [member_id for member_id, said in self.marks.items() if said is mark] for mark in Mark}
        return Marks(
            of[Mark.PRESENT],
            of[Mark.EXCUSED],
            of[Mark.UNEXCUSED],
            late=self.of(Clause.LATE),
            early=self.of(Clause.EARLY),
            not_late=self.of(Clause.IN_TIME),
            not_early=self.of(Clause.IN_TIME),
            on_behalf=self.of(Clause.ON_BEHALF),
            from_paper=self.from_paper,
        )

    def only(self, member_ids: set[int]) -> "Spoken":
        """What is said of these people."""
        marks = {one: mark for one, mark in self.marks.items() if one in member_ids}
        beside = {clause: [one for one in ids if one in member_ids] for clause, ids in self.beside.items()}
        return Spoken(marks, beside, self.from_paper)

    def as_json(self) -> dict[str, Any]:
        marks = {str(member_id): mark.value for member_id, mark in self.marks.items()}
        return {"marks": marks, "beside": {clause.value: list(ids) for clause, ids in self.beside.items() if ids}}


def from_json(kept: Mapping[str, Any]) -> Spoken:
    """What `as_json` kept; drafts of an earlier release say nothing beside the marks."""
    marks = {int(member_id): Mark(mark) for member_id, mark in kept["marks"].items()}
    return Spoken(marks, {Clause(clause): ids for clause, ids in kept.get("beside", {}).items()})


def spoken(seats: Sequence[Seat], line: LineSaid, *, from_paper: bool = False) -> Spoken:
    """A line with people in the place of their numbers. That somebody absent was not late makes nobody present."""
    by_number = {seat.number: seat.member.id for seat in seats}
    beside = {clause: [by_number[number] for number in line.of(clause)] for clause in Clause}
    absent = {seat.member.id for seat in seats if seat.mark in {Mark.EXCUSED, Mark.UNEXCUSED}}
    beside[Clause.IN_TIME] = [one for one in beside[Clause.IN_TIME] if one not in absent]
    marks = marks_said(seats, line.said)
    for clause in (Clause.LATE, Clause.EARLY, Clause.IN_TIME):
        marks |= dict.fromkeys(beside[clause], Mark.PRESENT)
    return Spoken(marks, beside, from_paper)


async def late_and_early(db: AsyncSession, meeting_id: int) -> tuple[int, int]:
    """How many of those present came late, and how many left early."""
    counts = select(func.count().filter(Attendance.came_late), func.count().filter(Attendance.left_early))
    late, early = (await db.execute(counts.where(Attendance.meeting_id == meeting_id))).one()
    return late, early
