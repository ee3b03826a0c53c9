"""A list of residents on paper: number, village, and what shows that they agreed; checked as a whole first."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import ConsentKind
from bot.model.residents import Registered, Resident
from bot.model.units import Unit
from bot.services.audit import note
from bot.services.resident_sheet import Columns, table_in
from bot.services.residents import MOST_VILLAGES, Agreed, Spot, register
from bot.services.roster.dates import read_date
from bot.services.roster.workbook import Row, Value
from bot.services.sheets import Bad, cell_at
from bot.services.villages import villages_called
from bot.words import resident_import as words
from bot.words.names import tidy
from bot.words.phones import phone
from bot.words.resident_import import Field
from bot.words.times import at_local, day_of

LONGEST_PROOF = 60
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One good row."""

    row: int
    phone: str
    unit_id: int
    village: str
    proof: str
    signed_on: date


@dataclass
class ImportPlan:
    """What becomes of every row."""

    new: list[Line] = field(default_factory=list)
    known: list[Line] = field(default_factory=list)
    """Registered already."""
    stopped: list[Line] = field(default_factory=list)
    """They have stopped since they signed: an older paper does not bring them back."""
    twice: list[Bad] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


async def plan_residents(db: AsyncSession, path: Path, within: Unit | None, now: datetime) -> ImportPlan:
    """Nothing is written. Raises UnreadableWorkbook where the file as a whole cannot be used."""
    rows, columns = table_in(path)
    plan, lines = ImportPlan(), []
    places: dict[str, tuple[int, str] | str] = {}
    seen: set[tuple[str, int]] = set()
    for row in rows:
        line = await _line(db, row, columns, within, places, plan, day_of(now))
        if line is None:
            continue
        if (line.phone, line.unit_id) in seen:
            plan.twice.append(Bad(cell_at(columns[Field.PHONE], row.number), words.TWICE))
            continue
        seen.add((line.phone, line.unit_id))
        lines.append(line)
    await _sort(db, lines, columns, plan)
    return plan


async def write_residents(db: AsyncSession, plan: ImportPlan, by: str, now: datetime) -> int:
    """Register the good rows; returns how many are new."""
    for line in plan.new:
        agreed = Agreed(
            Registered.PAPER,
            ConsentKind.PAPER,
            by,
            is_verified=False,
            signed_on=line.signed_on,
            proof=line.proof,
        )
        await register(db, line.unit_id, Spot(line.phone), agreed, now)
    note(db, by, "residents_imported", None, now, count=len(plan.new))
    return len(plan.new)


# Rows


async def _line(
    db: AsyncSession,
    row: Row,
    columns: Columns,
    within: Unit | None,
    places: dict[str, tuple[int, str] | str],
    plan: ImportPlan,
    today: date,
) -> Line | None:
    """The row, or None and its bad cells in the plan."""
    said = " ".join(filter(None, (_text(row, columns, Field.VILLAGE), _text(row, columns, Field.COMMUNE))))
    if said not in places:
        places[said] = await _place(db, said, within)
    place = places[said]
    number, proof = _phone(row.at(columns[Field.PHONE])), _text(row, columns, Field.PROOF)
    signed_on = _day(row.at(columns[Field.SIGNED]), today)
    wrong = {
        Field.PHONE: None if number else words.NO_PHONE,
        Field.VILLAGE: place if isinstance(place, str) else None,
        Field.PROOF: _wrong_proof(proof),
        Field.SIGNED: signed_on if isinstance(signed_on, str) else None,
    }
    plan.bad += [Bad(cell_at(columns[one], row.number), why) for one, why in wrong.items() if why]
    if number is None or isinstance(place, str) or isinstance(signed_on, str) or any(wrong.values()):
        return None
    return Line(row.number, number, *place, proof, signed_on)


async def _place(db: AsyncSession, said: str, within: Unit | None) -> tuple[int, str] | str:
    """The village, or why it is not known."""
    found = [one for one in await villages_called(db, said) if not within or one.unit.path.startswith(within.path)]
    if len(found) == 1:
        return found[0].unit.id, found[0].name
    return words.SEVERAL_VILLAGES if found else words.NO_SUCH_VILLAGE


def _phone(value: Value) -> str | None:
    try:
        return phone(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None


def _wrong_proof(proof: str) -> str | None:
    if not proof:
        return words.NO_PROOF
    return words.LONG_PROOF if len(proof) > LONGEST_PROOF else None


def _day(value: Value, today: date) -> date | str:
    try:
        on = read_date(value, today.year)
    except ValueError:
        return words.NO_DAY
    return words.DAY_TO_COME if on > today else on


def _text(row: Row, columns: Columns, one: Field) -> str:
    value = row.at(columns[one]) if one in columns else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)) if isinstance(value, str | int | float) else ""


async def _sort(db: AsyncSession, lines: Sequence[Line], columns: Columns, plan: ImportPlan) -> None:
    """Who is new, who is registered, who has stopped since."""
    rows = await _registered(db, [line.phone for line in lines])
    fresh: Counter[str] = Counter()
    for line in lines:
        here = rows[line.phone]
        one = next((row for row in here if row.unit_id == line.unit_id), None)
        if one is not None and one.stopped_at is None:
            plan.known.append(line)
        elif one is not None and one.stopped_at and one.stopped_at >= at_local(line.signed_on, time.min):
            plan.stopped.append(line)
        elif sum(row.stopped_at is None for row in here) + fresh[line.phone] >= MOST_VILLAGES:
            plan.bad.append(Bad(cell_at(columns[Field.PHONE], line.row), words.TOO_MANY))
        else:
            fresh[line.phone] += 1
            plan.new.append(line)


async def _registered(db: AsyncSession, phones: Sequence[str]) -> defaultdict[str, list[Resident]]:
    rows: defaultdict[str, list[Resident]] = defaultdict(list)
    for start in range(0, len(phones), AT_ONCE):
        for one in await db.scalars(select(Resident).where(Resident.phone.in_(phones[start : start + AT_ONCE]))):
            rows[one.phone or ""].append(one)
    return rows
