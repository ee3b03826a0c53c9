"""What units set for themselves and all below them: the nearest unit upward that says something is obeyed.

The defaults are those of `domain` section 11; every one is marked there as the unit's own choice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours, quiet_hours
from bot.model.units import Unit
from bot.refusals import WrongUnitSetting
from bot.services.rate import Line
from bot.words.times import at_local, local

USUAL_LINE = Line(">=", 95)
LEAST_A_DAY, MOST_A_DAY = 3, 50
"""The call and both reminders of one meeting may fall on one day."""
FEWEST_CONFIRMED = 20
"""A typed number of people must not be that of a choice."""


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """The settings that hold at one unit."""

    notice_hours: int = 72
    reminder_hours: int = 24
    last_reminder_hours: int = 2
    extraordinary_reminder_minutes: int = 30
    quiet_hours: QuietHours | None = None
    line: Line = USUAL_LINE
    """A participation rate off this line is marked in reports."""
    count_temporary_in: bool = True
    details_abroad: bool = False
    """Phones, reasons and files may go through networks that carry data out of the country."""
    series_days: int = 7
    """So many days ahead the clock calls the meeting of a monthly series."""
    daily_cap: int = 5
    """So many messages about meetings one person gets on one day; what is urgent, answers and changes still come."""
    confirm_above: int = 200
    """What tells more people than that is confirmed by its number."""
    residents_daily_cap: int = 2
    """So many texts of committees one resident's phone gets on one day."""
    group_notices: bool = True
    """The cell's group chat, where it has one, is told of meetings, without any name."""
    sms_budget: int | None = None
    """Đồng for short messages in a month. Those of the units above hold as well: see `budgets`."""


KNOWN = frozenset(field.name for field in fields(UnitSettings))


def _hours(text: str) -> int:
    return _within(text, 0, 24 * 30)


def _within(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(f"{least}–{most}")
    return number


def _dong(text: str) -> int:
    """`500000` or `500.000`."""
    return _within(text.replace(".", ""), 0, 10**12)


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _line(text: str) -> Line:
    operator, number = text.split()
    if operator not in {">", ">="}:
        raise ValueError("> | >=")
    return Line(operator, _within(number, 0, 100))


READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "notice_hours": (_hours, "72"),
    "reminder_hours": (_hours, "24"),
    "last_reminder_hours": (_hours, "2"),
    "extraordinary_reminder_minutes": (lambda text: _within(text, 0, 24 * 60), "30"),
    "quiet_hours": (quiet_hours, "21:00-07:00"),
    "line": (_line, ">= 95"),
    "count_temporary_in": (_yes_or_no, "yes"),
    "details_abroad": (_yes_or_no, "no"),
    "series_days": (lambda text: _within(text, 1, 28), "7"),
    "daily_cap": (lambda text: _within(text, LEAST_A_DAY, MOST_A_DAY), "5"),
    "confirm_above": (lambda text: _within(text, FEWEST_CONFIRMED, 1_000_000), "200"),
    "residents_daily_cap": (lambda text: _within(text, 1, 20), "2"),
    "group_notices": (_yes_or_no, "yes"),
    "sms_budget": (_dong, "500000"),
}
"""How each setting is read from what people write, and an example of it."""


async def settings_of(db: AsyncSession, unit: Unit) -> UnitSettings:
    """The settings that hold at a unit. Quiet hours that no unit sets are those of the installation."""
    return (await settings_at(db, [unit]))[unit.id]


async def settings_at(db: AsyncSession, units: Iterable[Unit]) -> dict[int, UnitSettings]:
    """The same for several units, in one query."""
    lines = {unit.id: [int(part) for part in unit.path.strip("/").split("/")] for unit in units}
    above = {unit_id for line in lines.values() for unit_id in line}
    found = await db.execute(select(Unit.id, Unit.settings).where(Unit.id.in_(above)))
    said: dict[int, dict[str, str]] = dict(found.all())
    base = UnitSettings(quiet_hours=db.info.get("quiet_hours"))
    return {unit_id: _read(base, [said[one] for one in line]) for unit_id, line in lines.items()}


def _read(base: UnitSettings, downward: Iterable[Mapping[str, str]]) -> UnitSettings:
    """The nearest comes last and is obeyed."""
    said = {name: text for settings in downward for name, text in settings.items() if name in KNOWN}
    return replace(base, **{name: READERS[name][0](text) for name, text in said.items()}) if said else base


def change(unit: Unit, name: str, text: str) -> None:
    """Set one setting of a unit; raises WrongUnitSetting, with an example, for what cannot be read."""
    if name not in READERS:
        raise WrongUnitSetting(name=name, known=", ".join(READERS))
    read, example = READERS[name]
    try:
        read(text)
    except (KeyError, ValueError):
        raise WrongUnitSetting(name=name, example=example) from None
    unit.settings = {**unit.settings, name: text}


def after_quiet(at: datetime, quiet: QuietHours | None) -> datetime:
    """This moment, or the end of the quiet hours that it falls into."""
    if quiet is None or quiet.begins == quiet.ends:
        return at
    here = local(at)
    hour = here.time()
    over_midnight = quiet.begins > quiet.ends
    late = over_midnight and hour >= quiet.begins
    if late or (hour < quiet.ends and (over_midnight or hour >= quiet.begins)):
        return at_local(here.date() + timedelta(days=int(late)), quiet.ends)
    return at
