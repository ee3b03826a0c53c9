"""What units set for themselves and all below them: the nearest unit upward that says something is obeyed.

The defaults are those of `domain` section 11; every one is marked there as the unit's own choice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, and_, cast, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import QuietHours
from bot.model.check_ins import CheckInMode
from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.refusals import WrongUnitSetting
from bot.services.rate import Line
from bot.services.setting_readers import READERS
from bot.words.times import at_local, local

USUAL_LINE = Line(">=", 95)


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
    regular_fixed_by: int = 20
    """From this day of the month on, a cell whose regular meeting of the month is not fixed is warned."""
    supervisor_after_days: int = 3
    """So many days after the secretary was told the assigned supervisor hears of what is still undone."""
    daily_cap: int = 5
    """So many messages about meetings one person gets on one day; what is urgent, answers and changes still come."""
    confirm_above: int = 200
    """What tells more people than that is confirmed by its number."""
    residents_daily_cap: int = 2
    """So many texts of committees one resident's phone gets on one day."""
    group_notices: bool = True
    """The cell's group chat, where it has one, is told of meetings, without any name."""
    min_minutes: int = 90
    """A meeting is to last so long; a cell of few may be given less (`domain` 1.3)."""
    min_minutes_combined: int = 120
    """The same where the regular meeting and a theme are held in one sitting."""
    scoring_profile: str | None = None
    """The score sheet by which meetings are graded; None: the cell says which (services/scoring)."""
    committee_days: int = 3
    """So many days before the cell meets its committee is offered to meet; 0: it is not offered."""
    check_in: CheckInMode = CheckInMode.CLERK
    """By what people of a cell may check in themselves at a meeting; the clerk's roll counts either way."""
    check_in_code_minutes: int = 5
    """So long one spoken code is said; the one before it is good for as long again."""
    check_in_hours: int = 4
    """So long after the beginning checking in ends by itself."""
    late_after: int = 15
    """Minutes after the beginning from which on whoever checks in is late."""
    minutes_days: int = 3
    """So many days after its roll was closed a meeting has its minutes, or its secretary is reminded."""
    excused_running: int = 3
    """So many regular meetings running somebody stays away with leave before the secretary hears of it; 0: never."""
    personal_excuses: int = 3
    """The same of leaves for personal business in a year."""
    unexcused_months: tuple[int, int, int] = (1, 2, 3)
    """Months of a year with an absence without leave: the secretary is told, is warned, the cell must consider."""
    probation_days: int = 30
    """So many days before probation ends the secretary is told; 0: never."""
    expiry_days: int = 14
    """The same of what is granted until a day: exemption, being sent out or received, special duty."""
    roster_check_days: int = 7
    """So many days the secretary has to say whether the roster of a quarter is right; 0: nobody is asked."""
    papers: str = "link"
    """Where papers of meetings are: handed over by us (`link`), in the official app (`app`), or nowhere (`none`)."""
    papers_hours: int = 24
    """Papers that came after the call are told of so many hours before the meeting."""
    task_days: int = 1
    """So many days before its day, and on it, a person is reminded of a task; 0: only on the day."""
    indicator_days: int = 3
    """So many days before a number that this unit asks for is due, those who miss are reminded; 0: only on the day."""
    roster_by: str = "office"
    """Who carries out changes of a cell's members: `office`, the secretary then proposes them; or `secretary`."""
    change_days: int = 3
    """So many days after a change of a member began to wait, and then as often, it is asked again; 0: never."""
    data_days: tuple[int, ...] = (2, 10, 15, 20)
    """Working days for a first answer, for access or correction, for restriction, for deletion (rule 44: verify)."""
    opinion_days: int = 15
    """Working days that each unit has to answer an opinion, to pass it on, or to take note of it."""
    directive_body: str = "no"
    """What of a document may go through networks beside number, title and day: `no`, its `body`, or `file` too."""
    directive_days: int = 3
    """So many days before its day, and once after it, a document is reminded of; 0: on the day itself."""
    directive_reminders: bool = True
    """Also members who have not taken note of it; leaders of units are reminded anyway."""
    report_day: int = 5
    """On this day of the month the report of the month before goes out by itself, to whoever holds an office at the
    unit: rolls of the last days are closed by then. 0: nothing goes out by itself."""
    report_hour: int = 8
    """From this hour of the day on; quiet hours hold besides."""
    sms_budget: int | None = None
    """Đồng for short messages in a month. Those of the units above hold as well: see `budgets`."""


KNOWN = frozenset(field.name for field in fields(UnitSettings))


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


def least_minutes(settings: UnitSettings, kind: MeetingKind) -> int:
    """How long a meeting of this kind is to last (`domain` rule 13)."""
    return settings.min_minutes_combined if kind is MeetingKind.REGULAR_THEMATIC else settings.min_minutes


async def said_at_units(db: AsyncSession, name: str) -> dict[int, int]:
    """The few units that set a number, each with it."""
    found = await db.execute(select(Unit.id, Unit.settings[name].as_string()).where(are_setting(name)))
    return {unit_id: int(text) for unit_id, text in found}


def are_setting(name: str) -> ColumnElement[bool]:
    """Units that say this themselves. An index has the few that say anything: all cells, each minute, would be dear."""
    says_something = cast(Unit.settings, Text) != literal_column("'{}'")
    return and_(says_something, Unit.settings[name].as_string().is_not(None))


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
