"""A day of a series that is off: asked about in time, reminded of once, then told to whoever follows the cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import added_if_new
from bot.messages import Choice, Reply
from bot.model.series import Series, SeriesProposal
from bot.model.units import Unit
from bot.services.audit import note
from bot.services.clashes import Clash
from bot.services.months_taken import CLOCK
from bot.services.notices import Word, owe_words
from bot.services.permissions import Right, holders_at
from bot.services.supervisors import supervisors_of
from bot.services.unit_settings import UnitSettings
from bot.words import series_days_off as words
from bot.words import vi
from bot.words.times import day_of

REMINDED_AFTER = timedelta(days=2)
ASKED = 1
MARGIN_DAYS = 3
"""Between asking and the day on which the invitations would leave."""


@dataclass(frozen=True, slots=True)
class Off:
    """A month of a series whose day is off."""

    series: Series
    cell: Unit
    month: str
    clash: Clash


def asked_from(clash: Clash, settings: UnitSettings) -> date:
    """The day from which it is asked: long enough before the earliest day that may be chosen."""
    notice_days = -(-settings.notice_hours // 24)
    days = max(settings.series_days, notice_days + MARGIN_DAYS)
    return min(clash.on, *clash.near) - timedelta(days=days) if clash.near else clash.on - timedelta(days=days)


async def propose(db: AsyncSession, offs: Sequence[Off], now: datetime) -> int:
    """Ask the leaders of each cell, each month once whoever asks; returns how many are new."""
    rows = [_row(one, now) for one in offs]
    new = await added_if_new(db, SeriesProposal, rows, ["series_id", "month"], SeriesProposal.id)
    by_month = {(one.series.id, one.month): one for one in offs}
    found = await db.scalars(select(SeriesProposal).where(SeriesProposal.id.in_(new)).order_by(SeriesProposal.id))
    asked = [(one, by_month[one.series_id, one.month]) for one in found]
    leaders = await holders_at(db, list({off.cell.id for _, off in asked}), Right.CALL, day_of(now))
    texts = [
        Word(about(row), ASKED, leaders[off.cell.id], question(row, off.cell, off.clash.holiday)) for row, off in asked
    ]
    await owe_words(db, texts, now)
    for row, off in asked:
        note(db, CLOCK, "series_day_off", f"series:{off.series.id}", now, cell=off.cell.code, month=row.month)
    return len(asked)


def _row(one: Off, now: datetime) -> dict[str, object]:
    near = [on for on in one.clash.near if on > day_of(now)]
    return {
        "series_id": one.series.id,
        "month": one.month,
        "on": one.clash.on,
        "first_on": near[0] if near else None,
        "second_on": near[1] if len(near) > 1 else None,
        "made_at": now,
    }


def about(row: SeriesProposal) -> str:
    return f"proposal:{row.id}"


def question(row: SeriesProposal, cell: Unit, holiday: str | None) -> Reply:
    named, days = vi.cell(cell.name), days_of(row)
    return Reply(
        words.proposal(named, row.on, holiday, has_days=bool(days)),
        choices_of(row),
        one_way=words.proposal_one_way(named, row.on, holiday, days),
    )


def days_of(row: SeriesProposal) -> list[date]:
    """Those that are proposed."""
    return [on for on in (row.first_on, row.second_on) if on is not None]


def choices_of(row: SeriesProposal) -> tuple[Choice, ...]:
    """The nearest working days, the day as it is, or another one."""
    return (
        *(Choice(words.day_label(on), f"day_off:{row.id}:{on:%Y%m%d}") for on in days_of(row)),
        Choice(words.keep_label(row.on), f"day_off:{row.id}:{row.on:%Y%m%d}"),
        Choice(words.OTHER, f"day_off_other:{row.id}"),
    )


async def remind(db: AsyncSession, rows: Sequence[tuple[SeriesProposal, Unit]], now: datetime) -> None:
    """Ask once more."""
    again = int(now.timestamp())
    leaders = await holders_at(db, list({cell.id for _, cell in rows}), Right.CALL, day_of(now))
    said = [Word(about(row), again, leaders[cell.id], _question_again(row, vi.cell(cell.name))) for row, cell in rows]
    await owe_words(db, said, now)
    for row, _ in rows:
        row.reminded_at = now


def _question_again(row: SeriesProposal, cell: str) -> Reply:
    return Reply(words.reminded(cell, row.on), choices_of(row), one_way=words.reminded_one_way(cell, row.on))


async def pass_on(db: AsyncSession, rows: Sequence[tuple[SeriesProposal, Unit]], now: datetime) -> None:
    """Whoever follows the cells hears that nothing is decided; nothing of days or people."""
    again = int(now.timestamp())
    supervisors = await supervisors_of(db, [cell for _, cell in rows], day_of(now))
    said = [
        Word(about(row), again, supervisors[cell.id], Reply(words.undecided([vi.cell(cell.name)], row.on)))
        for row, cell in rows
    ]
    await owe_words(db, said, now)
    for row, _ in rows:
        row.passed_on_at = now


def latest_notice(row: SeriesProposal, settings: UnitSettings) -> date:
    """The day on which the invitations to the earliest of its days would have to leave."""
    days = [on for on in (row.on, row.first_on) if on is not None]
    return min(days) - timedelta(days=-(-settings.notice_hours // 24))
