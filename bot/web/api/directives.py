"""`GET /directives`, `GET /directives/{id}/completion`: the documents of a unit, and how far each has come."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import select

from bot.model.directives import Directive, DocumentKind, Haste
from bot.model.units import Unit
from bot.refusals import NoSuchDirective
from bot.reports.directive_sheet import concerning
from bot.services.api_tokens import Scope
from bot.services.directive_completion import Row, completion, own_rows
from bot.services.directive_lines import due_at, lines_of
from bot.services.directive_reading import concerns
from bot.services.permissions import Right
from bot.web.api.asking import Code, Count, Day, Named, Page, Paged, Rate, cut, number_in, part
from bot.web.api.caller import Call, Entrance
from bot.web.api.problems import NoAnswer, Route
from bot.words import api as words
from bot.words.times import day_of

LARGEST = 2**31 - 1


class Progress(BaseModel):
    """How far a document has come at a unit and all below it."""

    expected: Count = Field(description="People for whom it is.")
    acknowledged: Count
    studied: Count
    done: Count = Field(description="Studied where it has to be studied, else acknowledged.")
    rate: Rate = Field(description="done / expected")
    units: Count = Field(description="Units at which people are told.")
    reported: Count = Field(description="Of these units: have reported on it.")
    waiting: Count = Field(description="Committees that still have to pass it on.")
    due: Day | None = Field(description="The day that holds at this unit.")
    complete: bool
    late: bool = Field(description="Past its day and not complete.")


class Document(BaseModel):
    """One document; its text and what it is about are not in here."""

    id: int
    number: str = Field(examples=["27-QĐ/TU"])
    kind: DocumentKind
    issuer: str
    issued: Day
    haste: Haste
    must_study: bool
    withdrawn: bool


class OneDirective(Progress, Document):
    """A document, and how far it has come."""


class Directives(Page[OneDirective]):
    """The newest first."""


class AtUnit(Progress, Named):
    """The same at one of the units right below, or of those told at the unit itself."""


class Completion(Page[AtUnit]):
    """The unit with all below it; then those right below that the document concerns, in the order of their codes."""

    directive: OneDirective


class DirectivesAsked(Paged):
    """Of which unit."""

    unit: Code


def pages(entrance: Entrance) -> APIRouter:
    router = APIRouter(route_class=Route, tags=["directives"])
    asking = entrance.asked(Scope.DIRECTIVES, Right.DIRECT)

    @router.get("/directives", summary="The documents of a unit")
    async def directives(asked: Annotated[DirectivesAsked, Query()], call: Call = asking) -> Directives:
        """What was passed down from it or below it, or has arrived there."""
        unit = await call.unit(asked.unit)
        behind = () if asked.cursor is None else (Directive.id < number_in(asked.cursor),)
        those = select(Directive).where(await concerns(call.db, unit), *behind)
        newest = those.order_by(Directive.id.desc()).limit(asked.limit + 1)
        shown, more = cut((await call.db.scalars(newest)).all(), asked, lambda one: str(one.id))
        rows = await own_rows(call.db, shown, unit)
        lines = await lines_of(call.db, [(one.id, unit.id) for one in shown])
        items = [_one(one, rows[one.id], lines.at(one, unit.id).due_on, call) for one in shown]
        return Directives(items=items, next=more)

    @router.get("/directives/{id}/completion", summary="How far one document has come")
    async def directive_completion(
        which: Annotated[int, Path(alias="id", ge=1, le=LARGEST)],
        asked: Annotated[DirectivesAsked, Query()],
        call: Call = asking,
    ) -> Completion:
        """To any depth: ask again with a unit below."""
        unit = await call.unit(asked.unit)
        directive = await _concerning(call, which, unit)
        found = await completion(call.db, directive, unit)
        ids = [one.unit_id for one in found.below]
        codes = dict((await call.db.execute(select(Unit.id, Unit.code).where(Unit.id.in_(ids)))).all())
        days = await due_at(call.db, directive, [unit.id, *ids])
        shown, more = part([_at(one, codes, days, directive, call) for one in found.below], asked, lambda one: one.code)
        return Completion(items=shown, next=more, directive=_one(directive, found.own, days.get(unit.id), call))

    return router


async def _concerning(call: Call, which: int, unit: Unit) -> Directive:
    try:
        return await concerning(call.db, which, unit)
    except NoSuchDirective:
        raise NoAnswer(404, words.NO_DIRECTIVE) from None


def _one(directive: Directive, row: Row, due_on: date | None, call: Call) -> OneDirective:
    return OneDirective(
        id=directive.id,
        number=directive.number,
        kind=directive.kind,
        issuer=directive.issuer,
        issued=directive.issued_on,
        haste=directive.haste,
        must_study=directive.must_study,
        withdrawn=directive.cancelled_at is not None,
        **_progress(directive, row, due_on, call),
    )


def _at(
    row: Row, codes: Mapping[int, str], days: Mapping[int, date | None], directive: Directive, call: Call
) -> AtUnit:
    progress = _progress(directive, row, days.get(row.unit_id), call)
    return AtUnit(code=codes[row.unit_id], name=row.name, **progress)


def _progress(directive: Directive, row: Row, due_on: date | None, call: Call) -> dict[str, Any]:
    """Late is after the day itself; nothing that was withdrawn is."""
    is_past = due_on is not None and day_of(call.now) > due_on
    return {
        "expected": row.expected,
        "acknowledged": row.acknowledged,
        "studied": row.studied,
        "done": row.done,
        "rate": row.rate,
        "units": row.cells,
        "reported": row.reported,
        "waiting": row.waiting,
        "due": due_on,
        "complete": row.is_whole,
        "late": is_past and not row.is_whole and directive.cancelled_at is None,
    }
