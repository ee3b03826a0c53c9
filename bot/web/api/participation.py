"""`GET /participation`: who came, by unit, as `chibot report --json` and the pages say it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field

from bot.model.meetings import MeetingKind
from bot.model.units import CELLS, Unit, UnitKind
from bot.reports.levels import Extent, units_at
from bot.reports.participation import Sums, names_in, sums_of
from bot.reports.period import Period
from bot.reports.rows_below import FEW, MOST
from bot.services.api_tokens import Scope
from bot.services.rate import Line as Wanted
from bot.services.unit_settings import settings_of
from bot.web.api.asking import Attended, Count, Month, Named, OfMonths, Page, attended, part
from bot.web.api.caller import Call, Entrance
from bot.web.api.problems import NoAnswer, Route
from bot.words import api as words


class Line(Attended, Named):
    """One unit over these months: sum over sum."""

    met: Count = Field(description="Meetings held, one a month and cell at most.")
    due: Count = Field(description="Meetings owed; 0 of a kind that is not owed every month.")
    below_line: bool = Field(description="The strict rate does not reach the line of the unit that was asked about.")


class Participation(Page[Line]):
    """The unit, and the units below it in the order of their codes."""

    model_config = ConfigDict(populate_by_name=True)
    from_month: Month = Field(alias="from")
    to_month: Month = Field(alias="to")
    kind: MeetingKind
    level: UnitKind | None
    total: Line = Field(description="The unit that was asked about.")


class ParticipationAsked(OfMonths):
    """Whose rate, and of what."""

    kind: MeetingKind = Field(MeetingKind.REGULAR, description="Rates of different kinds are never merged.")
    level: UnitKind | None = Field(
        None, description="All units of this kind, however deep; by itself those right below, as the tree was then."
    )


def pages(entrance: Entrance) -> APIRouter:
    router = APIRouter(route_class=Route, tags=["participation"])
    asking = entrance.asked(Scope.PARTICIPATION)

    @router.get("/participation", summary="Who came, by unit")
    async def participation(asked: Annotated[ParticipationAsked, Query()], call: Call = asking) -> Participation:
        """Counts as they are kept: a closing shows here within a minute."""
        unit, (first, last), kind = await call.unit(asked.unit), asked.months(call.now), asked.kind.counted_as
        wanted = (await settings_of(call.db, unit)).line
        (own, sums), *below = await sums_of(call.db, unit, first, last, kind)
        names = await names_in(call.db, [own, *(one for one, _ in below)], last)
        lines: Sequence[Line] = [_line(one, names, found, wanted) for one, found in below]
        if asked.level is not None:
            lines = await _at_level(call, unit, asked.level, Period(first, last), kind, wanted, sums)
        shown, more = part(lines, asked, lambda one: one.code)
        about: dict[str, Any] = {"from_month": first, "to_month": last, "kind": kind, "level": asked.level}
        return Participation(items=shown, next=more, total=_line(own, names, sums, wanted), **about)

    return router


def _line(unit: Unit, names: Mapping[int, str], sums: Sums, wanted: Wanted) -> Line:
    met, due, counts = sums
    is_below = not wanted.is_met(counts.present, counts.expected)
    return Line(code=unit.code, name=names[unit.id], met=met, due=due, below_line=is_below, **attended(counts))


async def _at_level(
    call: Call, unit: Unit, level: UnitKind, period: Period, kind: MeetingKind, wanted: Wanted, own: Sums
) -> Sequence[Line]:
    """Of cells it is known beforehand how many they are: each owes a meeting every month."""
    _, due, _ = own
    is_owed = kind is MeetingKind.REGULAR
    extent = Extent(is_compared=False, are_few=is_owed and due <= FEW)
    are_too_many = level in CELLS and is_owed and due > MOST
    found = None if are_too_many else await units_at(call.db, unit, level, period, call.now, kind, wanted, extent)
    if found is None:
        raise NoAnswer(422, words.TOO_MANY_UNITS)
    return [
        Line(
            code=one.row.code,
            name=one.row.name,
            met=one.row.met,
            due=one.row.due,
            below_line=one.row.is_below,
            **attended(one.row.counts),
        )
        for one in found
    ]
