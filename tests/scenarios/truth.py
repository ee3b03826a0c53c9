"""Everything counted once more, slowly, from what is only added to: answers, marks, dated memberships and statuses.

Written from `domain` 11 and not from our code: it reads the tables and knows nothing of what stands above them.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PRESENT, EXCUSED, UNEXCUSED = "present", "excused", "unexcused"
AWAY = {"exempt", "temporary_out", "special_duty"}
COMMITTEE = {"secretary", "deputy_secretary", "cell_committee"}
REGULAR = "regular"


@dataclass(frozen=True)
class Sum:
    """What a roll or the sum of many comes to."""

    met: int = 0
    due: int = 0
    expected: int = 0
    present: int = 0
    excused: int = 0
    unexcused: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(*(one + two for one, two in zip(self.as_row, other.as_row, strict=True)))

    @property
    def as_row(self) -> tuple[int, ...]:
        return self.met, self.due, self.expected, self.present, self.excused, self.unexcused

    @property
    def strict(self) -> Fraction | None:
        """Present of expected; nothing where nobody was expected."""
        return Fraction(self.present, self.expected) if self.expected else None

    @property
    def adjusted(self) -> Fraction | None:
        """The same without those who had leave."""
        rest = self.expected - self.excused
        return Fraction(self.present, rest) if rest else None


def in_print(rate: Fraction | None) -> str:
    """Two places, half up, a comma: `84,00 %`; nothing to divide by is a dash (rule 9)."""
    if rate is None:
        return "—"
    hundred = Decimal(rate.numerator * 100) / Decimal(rate.denominator)
    exact = hundred.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{exact}".replace(".", ",") + "\u00a0%"


@dataclass(frozen=True)
class Meeting:
    """A meeting whose roll is closed."""

    id: int
    unit: int
    cell: int
    kind: str
    on: date
    starts_at: str

    @property
    def counted_as(self) -> str:
        return REGULAR if self.kind == "regular_thematic" else self.kind

    @property
    def month(self) -> str:
        return f"{self.on:%Y-%m}"


def day_of(stored: str) -> date:
    """People's day of an hour in the tables."""
    return (datetime.fromisoformat(stored).replace(tzinfo=UTC) + timedelta(hours=7)).date()


def _holds(on: date, first: str | None, last: str | None, *, last_is_in: bool) -> bool:
    begun = first is None or date.fromisoformat(first) <= on
    if last is None:
        return begun
    return begun and (on <= date.fromisoformat(last) if last_is_in else on < date.fromisoformat(last))


class Truth:
    """The tables of one database, as they are now."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def _rows(self, statement: str, *given: object) -> list[tuple[object, ...]]:
        return self._file.execute(statement, given).fetchall()

    # Who is expected

    def closed(self) -> list[Meeting]:
        rows = self._file.execute(
            "SELECT m.id, m.cell_id, CASE u.kind WHEN 'group' THEN u.parent_id ELSE u.id END, m.kind, m.starts_at "
            "FROM meetings m JOIN units u ON u.id = m.cell_id WHERE m.state = 'closed' ORDER BY m.starts_at, m.id"
        )
        return [Meeting(one, unit, cell, kind, day_of(at), at) for one, unit, cell, kind, at in rows]

    def statuses(self, member: int, on: date) -> set[str]:
        rows = self._file.execute("SELECT kind, from_on, until_on FROM member_statuses WHERE member_id = ?", (member,))
        return {kind for kind, first, last in rows if _holds(on, first, last, last_is_in=True)}

    def roster(self, cell: int, on: date) -> dict[int, tuple[bool, int | None]]:
        """Who belongs to the cell on a day: whether received for a time, and the group."""
        rows = self._file.execute(
            "SELECT member_id, is_temporary, group_id, from_on, until_on FROM memberships WHERE unit_id = ?", (cell,)
        )
        return {
            member: (bool(temporary), group)
            for member, temporary, group, first, last in rows
            if _holds(on, first, last, last_is_in=False)
        }

    def _is_away(self, member: int, on: date, *, is_temporary: bool) -> bool:
        held = self.statuses(member, on) & AWAY
        return bool(held - {"temporary_out"} if is_temporary else held)

    def expected(self, meeting: Meeting) -> set[int]:
        """Rule 6: the roster of the day without those who are away; the committee by its offices; a group its own."""
        if meeting.kind == "committee":
            rows = self._file.execute(
                "SELECT member_id, office, from_on, until_on FROM roles WHERE unit_id = ?", (meeting.cell,)
            )
            held = {
                member
                for member, office, first, last in rows
                if office in COMMITTEE and _holds(meeting.on, first, last, last_is_in=True)
            }
            return {one for one in held if not self._is_away(one, meeting.on, is_temporary=False)}
        return {
            member
            for member, (is_temporary, group) in self.roster(meeting.cell, meeting.on).items()
            if not self._is_away(member, meeting.on, is_temporary=is_temporary)
            and (meeting.kind != "group" or group == meeting.unit)
        }

    def beside(self, meeting: Meeting) -> set[int]:
        """To a congress the exempt and those sent out are invited, and count only if they come (rule 10)."""
        if meeting.kind != "congress":
            return set()
        return {
            member
            for member, (is_temporary, _) in self.roster(meeting.cell, meeting.on).items()
            if not is_temporary
            and (held := self.statuses(member, meeting.on) & AWAY)
            and held <= {"exempt", "temporary_out"}
        }

    # What the rolls say

    def marks(self, meeting: int) -> dict[int, str]:
        """The last mark of everybody, in the order in which they were set."""
        rows = self._file.execute("SELECT member_id, became FROM roll_log WHERE meeting_id = ? ORDER BY id", (meeting,))
        return dict(rows)

    def counted(self, meeting: Meeting) -> tuple[dict[int, str], list[str]]:
        """The marks that count, and what is wrong with the roll."""
        marks, expected, beside = self.marks(meeting.id), self.expected(meeting), self.beside(meeting)
        wrong = []
        if missing := expected - marks.keys():
            wrong.append(f"meeting {meeting.id}: expected and without a mark: {sorted(missing)}")
        if too_many := marks.keys() - expected - beside:
            wrong.append(
                f"meeting {meeting.id} {meeting.kind} {meeting.on}: marked and not expected: {sorted(too_many)}"
            )
        counts = {
            member: mark
            for member, mark in marks.items()
            if member in expected or (member in beside and mark == PRESENT)
        }
        return counts, wrong

    def sums(self, now: datetime) -> tuple[dict[tuple[int, int, str, str], Sum], list[str]]:
        """Of every unit under the unit above it, month and kind: what its cells come to."""
        sums: defaultdict[tuple[int, int, str, str], Sum] = defaultdict(Sum)
        wrong: list[str] = []
        met: set[tuple[int, str, str]] = set()
        for meeting in self.closed():
            marks, found = self.counted(meeting)
            wrong += found
            tally = Counter(marks.values())
            once = (meeting.unit, meeting.month, meeting.counted_as)
            one = Sum(int(once not in met), 0, len(marks), tally[PRESENT], tally[EXCUSED], tally[UNEXCUSED])
            met.add(once)
            for unit, above in self.line(meeting.unit, meeting.on):
                sums[unit, above, meeting.month, meeting.counted_as] += one
        for cell, on in self.due(now):
            for unit, above in self.line(cell, on):
                sums[unit, above, f"{on:%Y-%m}", REGULAR] += Sum(due=1)
        return dict(sums), wrong

    def line(self, unit: int, on: date) -> list[tuple[int, int]]:
        """The unit and all above it on that day, each with the one above it (0: none)."""
        found = []
        while unit:
            rows = self._file.execute(
                "SELECT parent_id, from_on, until_on FROM unit_parents WHERE unit_id = ?", (unit,)
            )
            above = next(
                (parent for parent, first, last in rows if _holds(on, first, last, last_is_in=False) and parent), 0
            )
            found.append((unit, above))
            unit = above
        return found

    def due(self, now: datetime) -> list[tuple[int, date]]:
        """Every cell owes a regular meeting in each month from its first on."""
        today = (now + timedelta(hours=7)).date()
        owed = []
        for cell, since, closed in self._file.execute(
            "SELECT id, since_on, closed_on FROM units WHERE kind IN ('cell', 'grassroots_cell')"
        ).fetchall():
            on = date.fromisoformat(since)
            last = min(today, date.fromisoformat(closed) - timedelta(days=1)) if closed else today
            while on <= last:
                owed.append((cell, on))
                on = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
        return owed

    def stored(self) -> dict[tuple[int, int, str, str], Sum]:
        rows = self._file.execute(
            "SELECT unit_id, under_id, month, kind, met, due, expected, present, excused, unexcused FROM participations"
        )
        return {(unit, under, month, kind): Sum(*counts) for unit, under, month, kind, *counts in rows}

    def unlike(self, now: datetime) -> list[str]:
        """Every row of the participation that the rolls do not bear out, and every roll that is not whole."""
        truth, wrong = self.sums(now)
        stored = self.stored()
        for key in sorted(truth.keys() | stored.keys()):
            if truth.get(key, Sum()) != stored.get(key, Sum()):
                wrong.append(f"{key}: stored {stored.get(key)}, counted {truth.get(key)}")
        return wrong

    # People

    def regular_marks(self, member: int, year: int) -> list[tuple[date, str, int]]:
        """The closed regular meetings of a year on whose rolls somebody stands, in their order."""
        found = []
        for meeting in self.closed():
            if meeting.counted_as == REGULAR and meeting.on.year == year:
                mark = self.marks(meeting.id).get(member)
                if mark is not None:
                    found.append((meeting.on, mark, meeting.id))
        return found

    def unexcused_months(self, member: int, year: int) -> list[int]:
        """Months and not meetings: one missed regular meeting marks the month."""
        return sorted({on.month for on, mark, _ in self.regular_marks(member, year) if mark == UNEXCUSED})

    def excused_runs(self, member: int, year: int, least: int = 3) -> list[int]:
        """How long each row of leaves was that nothing interrupted."""
        runs, run = [], 0
        for _, mark, _ in [*self.regular_marks(member, year), (None, PRESENT, 0)]:
            if mark == EXCUSED:
                run += 1
            else:
                runs += [run] if run >= least else []
                run = 0
        return runs

    def warned(self, member: int, year: int) -> set[str]:
        """Of what about somebody the leaders of a cell were told in a year."""
        rows = self._file.execute(
            "SELECT name FROM unit_warnings WHERE subject = ? AND period = ? AND stage = 'secretary'",
            (f"member:{member}", str(year)),
        )
        return {name for (name,) in rows}

    # What was told to whom

    def told_twice(self) -> list[tuple[object, ...]]:
        """For each meeting, revision, member, step and round one message was taken, and no more."""
        return self._rows(
            "SELECT n.meeting_id, n.revision, n.member_id, n.step, n.round, count(*) FROM notices n "
            "JOIN attempts a ON a.notice_id = n.id WHERE a.outcome IN ('accepted', 'duplicate') "
            "AND n.meeting_id IS NOT NULL AND n.member_id IS NOT NULL AND n.step <> 'tally' "
            "GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1"
        )

    def rounds(self) -> list[tuple[object, ...]]:
        """Told once more of the same step and time, though nobody asked for it: for each who has had it."""
        return self._rows(
            "SELECT meeting_id, revision, member_id, step, count(*) FROM notices WHERE state = 'sent' "
            "AND step IN ('notice', 'reminder', 'last_reminder', 'moved', 'cancelled') GROUP BY 1, 2, 3, 4 "
            "HAVING count(*) > 1"
        )

    def at_night(self) -> list[tuple[object, ...]]:
        """What left between nine and seven, though nobody confirmed it and nobody had just asked."""
        return [
            row
            for row in self._rows(
                "SELECT id, about, step, urgency, settled_at FROM notices WHERE state = 'sent' AND urgency > 1 "
                "AND step NOT IN ('reply', 'tally')"
            )
            if not 7 <= (datetime.fromisoformat(str(row[4])) + timedelta(hours=7)).hour < 21
        ]

    def strangers(self) -> list[str]:
        """Who was invited or reminded without being expected on that day, as it was known when it left."""
        wrong = []
        for meeting, member, step, at, state in self._rows(
            "SELECT n.meeting_id, n.member_id, n.step, n.settled_at, m.state FROM notices n "
            "JOIN meetings m ON m.id = n.meeting_id WHERE n.state = 'sent' AND n.member_id IS NOT NULL "
            "AND n.step IN ('notice', 'reminder', 'last_reminder', 'nudge', 'papers')"
        ):
            listed = self._rows("SELECT 1 FROM attendances WHERE meeting_id = ? AND member_id = ?", meeting, member)
            if listed:
                continue
            changed = self._rows("SELECT 1 FROM member_changes WHERE member_id = ? AND settled_at >= ?", member, at)
            if not changed:
                wrong.append(f"member {member} was told ({step}) of meeting {meeting} ({state}) at {at}")
        return wrong

    def answers(self) -> dict[tuple[int, str], list[str]]:
        """By member and minute: what was written down."""
        found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for member, at, answer in self._file.execute("SELECT member_id, said_at, answer FROM answer_log ORDER BY id"):
            found[member, str(at)[:16]].append(answer)
        return dict(found)

    def last_answers(self) -> list[str]:
        """The list says what was answered last."""
        return [
            f"meeting {meeting}, member {member}: {answer} stands, {last} was said last"
            for meeting, member, answer, last in self._rows(
                "SELECT a.meeting_id, a.member_id, a.answer, (SELECT l.answer FROM answer_log l WHERE l.meeting_id = "
                "a.meeting_id AND l.member_id = a.member_id ORDER BY l.id DESC LIMIT 1) FROM attendances a"
            )
            if answer != last
        ]


def names_read(texts: Iterable[str], names: Iterable[str]) -> list[tuple[str, str]]:
    """Whose name stands in which text."""
    known = list(names)
    return [(name, text) for text in texts for name in known if name in text]
