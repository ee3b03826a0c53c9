"""What a page asks the database, and what stands in a row of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

TAG = re.compile(r"<[^>]+>")


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements of all engines until the block ends, without those that only begin a transaction."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def row(page: str, name: str) -> list[str]:
    """What stands behind this name in the first row of a table that begins with it."""
    for found in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL):
        cells = [
            TAG.sub("", one).replace("\xa0", " ").strip()
            for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", found, re.DOTALL)
        ]
        if cells and cells[0].startswith(name):
            return cells[1:]
    raise AssertionError(f"no row {name}")
