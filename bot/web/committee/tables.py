"""Tables of pages: sorted by the head that was followed, a hundred rows at a time, all of it in the address."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.web.committee.look import AddressUnreadable, Look, whole_number

LONGEST = 100
ORDER, PAGE = "xep", "trang"
T = TypeVar("T")


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its name in the address, its head, what it is sorted by (None: it is not; a row's None is last)."""

    key: str
    label: str
    by: Callable[[T], Any] | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column: a link that sorts by it, or, sorted by it already, the other way round."""

    label: str
    is_text: bool
    address: str | None
    direction: str | None
    """As `aria-sort` says it."""


@dataclass(frozen=True)
class Table(Generic[T]):
    """One page of the rows; `first` is the number of its first row, counted from 1."""

    heads: tuple[Head, ...]
    rows: Sequence[T]
    count: int
    first: int
    page: int
    pages: int
    before: str | None
    after: str | None


def table_of(
    look: Look, columns: Sequence[Column[T]], rows: Sequence[T], usual: str = "", longest: int = LONGEST
) -> Table[T]:
    """The page `?trang=` of the rows by `?xep=<key>` or, from the last to the first, `?xep=-<key>`.

    `usual`: the order where none is asked for; by itself that of the rows. Raises AddressUnreadable.
    """
    order = look.query.get(ORDER, usual)
    whole = sorted_by(columns, rows, order) if order else list(rows)
    first, _ = _place(look, len(whole), longest)
    return _table(look, columns, order, whole[first : first + longest], len(whole), longest)


async def fetched_table(
    look: Look,
    columns: Sequence[Column[T]],
    count: int,
    fetch: Callable[[str, int, int], Awaitable[Sequence[T]]],
    longest: int = LONGEST,
) -> Table[T]:
    """The same where the database sorts: `fetch` gets the order (empty: the usual one), the first row, counted from 0,
    and how many. Of a column only whether it has a `by` is asked. Raises AddressUnreadable.
    """
    order = look.query.get(ORDER, "")
    if order and not any(one.by and one.key == order.removeprefix("-") for one in columns):
        raise AddressUnreadable
    first, _ = _place(look, count, longest)
    return _table(look, columns, order, await fetch(order, first, longest), count, longest)


def _place(look: Look, count: int, longest: int) -> tuple[int, int]:
    """The first row of the page that is asked for, counted from 0, and how many pages there are."""
    pages = max(1, -(-count // longest))
    return (min(whole_number(look.query, PAGE, 1), pages) - 1) * longest, pages


def _table(
    look: Look, columns: Sequence[Column[T]], order: str, rows: Sequence[T], count: int, longest: int
) -> Table[T]:
    first, pages = _place(look, count, longest)
    page = first // longest + 1
    before, after = (_turned(look, order, to) if 1 <= to <= pages else None for to in (page - 1, page + 1))
    heads = tuple(_head(look, one, order) for one in columns)
    return Table(heads, rows, count, first + 1, page, pages, before, after)


def sorted_by(columns: Iterable[Column[T]], rows: Iterable[T], order: str) -> list[T]:
    """Rows that are alike keep their order; AddressUnreadable for an order that there is not."""
    key = order.removeprefix("-")
    by = next((one.by for one in columns if one.key == key and one.by), None)
    if by is None:
        raise AddressUnreadable
    known: list[tuple[Any, T]] = []
    unknown: list[T] = []
    for one in rows:
        value = by(one)
        unknown.append(one) if value is None else known.append((value, one))
    known.sort(key=lambda pair: pair[0], reverse=order.startswith("-"))
    return [one for _, one in known] + unknown


def _head(look: Look, column: Column[T], order: str) -> Head:
    if column.by is None:
        return Head(column.label, column.is_text, None, None)
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(order)
    turned = f"-{column.key}" if direction == "ascending" else column.key
    return Head(column.label, column.is_text, here(look, **{ORDER: turned}), direction)


def _turned(look: Look, order: str, page: int) -> str:
    return here(look, **{ORDER: order or None, PAGE: page if page > 1 else None})


def here(look: Look, **changes: object) -> str:
    """This very page, its leaf included, but for `changes`."""
    return look.address(look.page.replace("{leaf}", look.leaf), None, **changes)
