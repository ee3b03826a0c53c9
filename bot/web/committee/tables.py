"""Tables of pages: sorted by the head that was followed, a hundred rows at a time, all of it in the address."""

from collections.abc import Callable, Iterable, Sequence
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
    heads = tuple(_head(look, one, order) for one in columns)
    whole = sorted_by(columns, rows, order) if order else list(rows)
    pages = max(1, -(-len(whole) // longest))
    page = min(whole_number(look.query, PAGE, 1), pages)
    first = (page - 1) * longest
    before, after = (_turned(look, order, to) if 1 <= to <= pages else None for to in (page - 1, page + 1))
    return Table(heads, whole[first : first + longest], len(whole), first + 1, page, pages, before, after)


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
