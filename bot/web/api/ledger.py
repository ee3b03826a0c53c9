"""`GET /ledger`: what a unit and those below it have sent to many, and what became of every message owed."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from bot.reports.broadcasts import Sent, costs_of, counts_of, newest
from bot.reports.countable import countable
from bot.services.api_tokens import Scope
from bot.services.ledger import Counts
from bot.web.api.asking import Code, Count, Page, Paged, When, cut, not_given
from bot.web.api.caller import Call, Entrance
from bot.web.api.problems import Route
from bot.web.committee.directive import MOST_PEOPLE

AT_ONCE = 100
"""Of so many the messages are counted."""


class Owed(BaseModel):
    """owed = sent + failed + uncertain + cancelled + expired + waiting, always."""

    owed: Count
    sent: Count
    failed: Count
    failed_by_cause: dict[str, Count] = Field(description="Adds up to `failed`.")
    uncertain: Count = Field(description="The network never said.")
    cancelled: Count
    expired: Count
    waiting: Count


class Telling(BaseModel):
    """One thing that was sent to many; its words are not in here."""

    kind: Literal["meeting", "directive", "announcement", "residents", "poll", "figures"]
    id: int = Field(description="Of a meeting or a document: as in `/meetings` and `/directives`.")
    unit: str = Field(description="The code of the unit that sent it.")
    at: When
    messages: Owed | None = Field(description=f"Null where it went to more than {MOST_PEOPLE} people.")
    cost: Count | None = Field(description="Đồng, as planned when it was sent; null as above.")


class Ledger(Page[Telling]):
    """The newest first; of each kind the newest hundred."""


class LedgerAsked(Paged):
    """Of which unit."""

    unit: Code
    limit: int = Field(25, ge=1, le=AT_ONCE, description="At most so many at once.")


def pages(entrance: Entrance) -> APIRouter:
    router = APIRouter(route_class=Route, tags=["ledger"])
    asking = entrance.asked(Scope.LEDGER)

    @router.get("/ledger", summary="What was sent to many, and what became of it")
    async def ledger(asked: Annotated[LedgerAsked, Query()], call: Call = asking) -> Ledger:
        """Calls, documents, announcements, questions, numbers asked and texts to residents, of all below it too."""
        unit = await call.unit(asked.unit)
        every = await newest(call.db, unit)
        shown, more = cut(_behind(every, asked.cursor)[: asked.limit + 1], asked, lambda one: one.leaf)
        abouts = await countable(call.db, shown, MOST_PEOPLE)
        counts, costs = await counts_of(call.db, abouts), await costs_of(call.db, abouts)
        items = [_telling(one, counts.get(one.about), costs.get(one.about, 0)) for one in shown]
        return Ledger(items=items, next=more)

    return router


def _behind(every: Sequence[Sent], cursor: str | None) -> Sequence[Sent]:
    if cursor is None:
        return every
    place = next((number for number, one in enumerate(every) if one.leaf == cursor), None)
    if place is None:
        raise not_given()
    return every[place + 1 :]


def _telling(one: Sent, counts: Counts | None, cost: int) -> Telling:
    about = {"kind": one.kind, "id": one.id, "unit": one.code, "at": one.at}
    told = {"messages": _owed(counts), "cost": cost} if counts is not None else {"messages": None, "cost": None}
    return Telling.model_validate(about | told)


def _owed(counts: Counts) -> Owed:
    return Owed(
        owed=counts.owed,
        sent=counts.sent,
        failed=counts.failures,
        failed_by_cause=dict(counts.failed),
        uncertain=counts.uncertain,
        cancelled=counts.cancelled,
        expired=counts.expired,
        waiting=counts.waiting,
    )
