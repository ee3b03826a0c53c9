"""What a row in the table of pages says; the table itself is routes.py."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from bot.model.units import Unit
from bot.services.permissions import Right
from bot.web.committee.look import Look
from bot.web.forms import read_form

Facts = Mapping[str, Any]
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page about one unit. `read` gets what the template shows: plain facts, since the database is closed by then."""

    path: str
    """Behind the unit: `/don-vi`, or `/van-ban/{leaf}` for one of many."""
    right: Right
    """Without which nobody gets the page, at this very unit."""
    template: str
    read: Callable[[Look], Awaitable[Facts | Response]]
    label: str = ""
    """Its name in the navigation; without one it is reached from other pages."""
    suits: Callable[[Unit], bool] = lambda _unit: True
    """Whether a unit of this kind has the page at all; of several rows with one path the first that suits is it."""
    is_written_down: bool = False
    """`read` writes: it gets the writer's session, and waits for others who write. What is only noted by `look.note`
    needs none."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a form does; `do` returns where to go next. All of it is one transaction, and a refusal leaves nothing."""

    path: str
    right: Right
    do: Callable[[Look, Fields], Awaitable[str]]
    fields: Callable[[Request], Awaitable[Fields]] = read_form
    before: Callable[[Look, Fields], Awaitable[Fields]] | None = None
    """What takes long, once it is known that the visitor may: it may write into the session that it gets, of which
    nothing stays, and nobody waits for it to write."""
