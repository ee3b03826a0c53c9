"""Lists in statements, and rows as texts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, JSON, BigInteger, Boolean, FunctionElement, String, bindparam
from sqlalchemy.ext.compiler import compiles

FEWEST = 4


def filled_up(ids: Iterable[int]) -> list[int]:
    """The same ids, the last one repeated until there are 4, 8, 16 …; for `in_`, where lists of any length are usual.

    A database prepares a statement anew for every length, and forgets the older ones: so there are few lengths.
    """
    some = list(ids)
    wanted = max(FEWEST, 1 << (len(some) - 1).bit_length()) if some else 0
    return some + some[-1:] * (wanted - len(some))


class Among(FunctionElement[bool]):
    """Whether a column holds one of these ids, for lists of hundreds: they are one parameter, however many."""

    inherit_cache = True
    type = Boolean()
    name = "among"

    def __init__(self, column: Any, ids: Iterable[int]) -> None:
        kind = JSON().with_variant(ARRAY(BigInteger), "postgresql")
        super().__init__(column, bindparam(None, list(ids), kind, unique=True))


@compiles(Among)
def _in_json(found: Among, compiler: Any, **kw: Any) -> str:
    column, ids = (compiler.process(one, **kw) for one in found.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - a parameter


@compiles(Among, "postgresql")
def _in_array(found: Among, compiler: Any, **kw: Any) -> str:
    column, ids = (compiler.process(one, **kw) for one in found.clauses)
    return f"{column} = ANY ({ids})"


class Spaced(FunctionElement[str]):
    """Several columns of a row as one text with spaces between; piece by piece it takes four times as long."""

    inherit_cache = True
    type = String()
    name = "spaced"


@compiles(Spaced)
def _printed(found: Spaced, compiler: Any, **kw: Any) -> str:
    columns = [compiler.process(one, **kw) for one in found.clauses]
    return f"printf('{' '.join(['%s'] * len(columns))}', {', '.join(columns)})"


@compiles(Spaced, "postgresql")
def _concatenated(found: Spaced, compiler: Any, **kw: Any) -> str:
    return f"concat_ws(' ', {', '.join(compiler.process(one, **kw) for one in found.clauses)})"
