"""What every question may say: unit, months, and which part of a long answer; and what every answer is made of."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.services.rate import Counts
from bot.web.api.problems import NoAnswer
from bot.words import api as words
from bot.words.times import day_of, local, month_of

T = TypeVar("T")
MOST, USUAL = 500, 100
MOST_MONTHS = 12
CODE = r"^[A-Za-z0-9-]{1,64}$"
Code = Annotated[str, Field(pattern=CODE, description="The code of a unit.", examples=["xa-dong"])]
Month = Annotated[str, Field(pattern=r"^(19[3-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])$", examples=["2026-12"])]
Count = Annotated[int, Field(ge=0)]
Rate = Annotated[
    str | None,
    Field(description="Percent, two places, half up; null where there is nothing to divide by.", examples=["84.00"]),
]
When = Annotated[datetime, AfterValidator(local), Field(description="With the offset of Viet Nam.")]


def _written(text: Any) -> Any:
    """`2026-12-03` and no other way in which a day can be written."""
    if isinstance(text, str) and len(text) != len("2026-12-03"):
        raise ValueError("no day")
    return text


Day = Annotated[date, BeforeValidator(_written), Field(examples=["2026-12-03"])]


class Asked(BaseModel):
    """A question; what is not in it is refused, so that a slip of the pen is no other question."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Paged(Asked):
    """One of which the answer is long."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="At most so many at once.")
    cursor: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9.-]{1,64}$",
        description="`next` of the answer before, with all else as it was; without it, from the beginning.",
    )


class OfMonths(Paged):
    """One about a unit over some months."""

    unit: Code
    from_month: Month | None = Field(None, alias="from", description="The first month; by itself this one.")
    to_month: Month | None = Field(
        None, alias="to", description=f"The last month, at most {MOST_MONTHS} in all; by itself the first."
    )

    def months(self, now: datetime) -> tuple[str, str]:
        """The first and the last."""
        first = self.from_month or self.to_month or month_of(day_of(now))
        last = self.to_month or first
        if first > last:
            raise NoAnswer(422, words.REVERSED)
        if _number(last) - _number(first) >= MOST_MONTHS:
            raise NoAnswer(422, words.too_long(MOST_MONTHS))
        return first, last


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])


class Page(BaseModel, Generic[T]):
    """Part of a long answer."""

    items: list[T]
    next: str | None = Field(description="The `cursor` of what follows; null at the end.")


class Named(BaseModel):
    """One unit."""

    code: str = Field(examples=["xa-dong"])
    name: str


class Attended(BaseModel):
    """Whole numbers; expected = present + excused + unexcused."""

    expected: Count
    present: Count
    excused: Count
    unexcused: Count
    rate_strict: Rate = Field(description="present / expected")
    rate_adjusted: Rate = Field(description="present / (expected - excused)")


def attended(counts: Counts) -> dict[str, Any]:
    """The fields of `Attended`."""
    return {
        "expected": counts.expected,
        "present": counts.present,
        "excused": counts.excused,
        "unexcused": counts.unexcused,
        "rate_strict": counts.strict,
        "rate_adjusted": counts.adjusted,
    }


def number_in(cursor: str, most: int = 2**31 - 1) -> int:
    """A whole number of a cursor; raises NoAnswer for a cursor that none of our answers gave."""
    if not (cursor.isascii() and cursor.isdigit()) or len(cursor) > len(str(most)) or int(cursor) > most:
        raise not_given()
    return int(cursor)


def not_given() -> NoAnswer:
    """Of a cursor that none of our answers gave: an empty part would look like the end of the whole."""
    return NoAnswer(422, f"“cursor”: {words.CURSOR}.")


def part(rows: Sequence[T], asked: Paged, key: Callable[[T], str]) -> tuple[list[T], str | None]:
    """Of rows that are all there, those behind the cursor in the order of their keys; and the next cursor.

    Raises NoAnswer for a cursor that is the key of none.
    """
    if asked.cursor is not None and all(key(one) != asked.cursor for one in rows):
        raise not_given()
    ordered = sorted((one for one in rows if asked.cursor is None or key(one) > asked.cursor), key=key)
    return cut(ordered, asked, key)


def cut(rows: Sequence[T], asked: Paged, key: Callable[[T], str]) -> tuple[list[T], str | None]:
    """Of one row more than was asked for: the rows, and the next cursor where there is more."""
    shown = list(rows[: asked.limit])
    return shown, key(shown[-1]) if len(rows) > asked.limit else None
