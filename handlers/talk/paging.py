"""Long lists, a page at a time; a page that was turned by a button takes the place of the one before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.conversation import Turn
from bot.messages import Choice, Kind, Reply
from bot.words import menu

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of a list: `first` is the number of its first item, counted from 1 over all pages."""

    items: Sequence[T]
    number: int
    count: int
    first: int

    @property
    def is_last(self) -> bool:
        return self.number + 1 >= self.count

    def turners(self, value: str) -> tuple[Choice, ...]:
        """The choices that turn the page: `value:<page>`."""
        back = (Choice(menu.PAGE_BACK, f"{value}:{self.number - 1}"),) if self.number else ()
        on = () if self.is_last else (Choice(menu.PAGE_ON, f"{value}:{self.number + 1}"),)
        return (*back, *on)


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """A page, counted from 0; the last one where the list has become shorter meanwhile."""
    count = max(1, -(-len(items) // size))
    number = min(number, count - 1)
    return Page(items[number * size : (number + 1) * size], number, count, number * size + 1)


def in_place(turn: Turn, reply: Reply) -> Reply:
    """Where a button was pressed, the answer takes the place of its message; a file cannot."""
    if turn.said.kind is not Kind.CHOICE or turn.said.message_ref is None or reply.attaches:
        return reply
    return replace(reply, edits=turn.said.message_ref)
