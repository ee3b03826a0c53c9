"""`GET /units`, `GET /units/{code}`: the tree below a unit, as it stands or as it stood on a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field
from sqlalchemy import ColumnElement, false, or_, select

from bot.model.units import Unit, UnitKind, UnitParent
from bot.services.api_tokens import Scope
from bot.services.reorganising.former_names import former_names
from bot.services.tree import below_on
from bot.web.api.asking import CODE, Code, Day, Named, Page, Paged, cut, not_given
from bot.web.api.caller import Call, Entrance
from bot.web.api.problems import Route
from bot.words.times import day_of


class OneUnit(Named):
    """A committee, a cell or a group."""

    kind: UnitKind
    parent: str | None = Field(description="The code of the unit right above on the day, where the owner may see it.")
    parent_from: Day | None = Field(description="Since when it stands there; null: ever since it is known.")
    parent_until: Day | None = Field(description="The first day on which it no longer does; null: none is set.")
    since: Day = Field(description="From this day on its meetings are due.")
    closed: Day | None = Field(description="From this day on it is no more; null where it stands elsewhere by now.")


class Units(Page[OneUnit]):
    """In the order of their codes."""

    on: Day = Field(description="As the tree stood on this day.")


class UnitsAsked(Paged):
    """Which units."""

    unit: Code | None = Field(None, description="This one and all below it; by itself all that the owner may see.")
    on: Day | None = Field(None, description="As the tree stood on a day; by itself today.")


def pages(entrance: Entrance) -> APIRouter:
    router = APIRouter(route_class=Route, tags=["units"])
    asking = entrance.asked(Scope.UNITS)

    @router.get("/units", summary="The tree below a unit")
    async def units(asked: Annotated[UnitsAsked, Query()], call: Call = asking) -> Units:
        """Units that stood there on the day; whatever was closed by then is left out."""
        on = asked.on or day_of(call.now)
        tops = [await call.unit(asked.unit)] if asked.unit else call.places()
        await _demand_given(call, asked.cursor, _below(tops, on, call.now))
        rows = await call.db.scalars(
            select(Unit)
            .where(_below(tops, on, call.now), or_(Unit.closed_on.is_(None), Unit.closed_on > on))
            .where(Unit.code > (asked.cursor or ""))
            .order_by(Unit.code)
            .limit(asked.limit + 1)
        )
        shown, more = cut(rows.all(), asked, lambda one: one.code)
        return Units(items=await _described(call, shown, on, tops), next=more, on=on)

    @router.get("/units/{code}", summary="One unit, as it stands today")
    async def unit(code: Annotated[str, Path(pattern=CODE)], call: Call = asking) -> OneUnit:
        found = await call.unit(code)
        return (await _described(call, [found], day_of(call.now), [found]))[0]

    return router


async def _demand_given(call: Call, cursor: str | None, are_below: ColumnElement[bool]) -> None:
    """Raises NoAnswer for one that is no code of these units; closed meanwhile it still has a place among them."""
    if cursor is not None and await call.db.scalar(select(Unit.id).where(are_below, Unit.code == cursor)) is None:
        raise not_given()


def _below(tops: Sequence[Unit], on: date, now: datetime) -> ColumnElement[bool]:
    if on == day_of(now):
        return or_(false(), *(Unit.path.startswith(top.path) for top in tops))
    return Unit.id.in_(below_on([top.id for top in tops], on))


async def _described(call: Call, units: Sequence[Unit], on: date, tops: Sequence[Unit]) -> list[OneUnit]:
    """Below a unit that is seen whatever stood above is seen too; above it only what the owner may see."""
    found = await call.db.execute(
        select(UnitParent, Unit)
        .join(Unit, Unit.id == UnitParent.parent_id)
        .where(UnitParent.unit_id.in_([one.id for one in units]), UnitParent.from_on <= on)
        .where(or_(UnitParent.until_on.is_(None), UnitParent.until_on > on))
    )
    own = {top.id for top in tops}
    above = {link.unit_id: (link, parent) for link, parent in found if link.unit_id not in own or call.may(parent)}
    names = await former_names(call.db, [one.id for one in units], on)
    return [OneUnit(**_own(one, names, call), **_placed(*above.get(one.id, (None, None)))) for one in units]


def _own(unit: Unit, names: Mapping[int, str], call: Call) -> dict[str, Any]:
    """What became of a unit that has gone elsewhere since is for whoever sees it there."""
    facts = {"code": unit.code, "name": names.get(unit.id, unit.name), "kind": unit.kind}
    return facts | {"since": unit.since_on, "closed": unit.closed_on if call.may(unit) else None}


def _placed(link: UnitParent | None, parent: Unit | None) -> dict[str, Any]:
    if link is None or parent is None:
        return {"parent": None, "parent_from": None, "parent_until": None}
    since = None if link.from_on == date.min else link.from_on
    return {"parent": parent.code, "parent_from": since, "parent_until": link.until_on}
