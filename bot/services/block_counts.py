"""How many rows of each kind a large table holds, counted block by block: what is settled is not counted again."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import SQLColumnExpression, func, select

from bot.db import Base
from bot.db.sessions import Sessions

BLOCK = 5000
"""Ids of one block: counted in a few milliseconds, for which SQLite lets nobody write."""
AT_A_LOOK = 60
"""Blocks; where more are to be counted, the rest has to wait for the next look."""
IN_TURN = 5
"""Blocks in which nothing is open that are counted all the same, since a row may be opened anew or taken away."""
Kind = tuple[Any, ...]


@dataclass
class BlockCounts:
    """Of one table. A block is counted while anything in it is open, and once in a while after that."""

    table: type[Base]
    kind: tuple[SQLColumnExpression[Any], ...]
    """What the rows are told apart by."""
    is_open: Callable[[Kind], bool]
    blocks: dict[int, Counter[Kind]] = field(default_factory=dict)
    """The one that was counted longest ago is the first."""

    async def count(self, sessions: Sessions) -> Counter[Kind] | None:
        """All together; None until each block has been counted once, which in a large table takes several looks.

        Each block in a transaction of its own: whoever writes has a turn between two of them.
        """
        ids = self.table.__table__.c.id
        async with sessions() as db:
            last = (await db.scalar(select(func.max(ids))) or 0) // BLOCK
        for number in list(self._to_count(last))[:AT_A_LOOK]:
            within = ids >= number * BLOCK, ids < (number + 1) * BLOCK
            async with sessions() as db:
                found = await db.execute(select(*self.kind, func.count()).where(*within).group_by(*self.kind))
            self.blocks.pop(number, None)
            self.blocks[number] = Counter({tuple(kind): count for *kind, count in found})
        return sum(self.blocks.values(), Counter()) if len(self.blocks) > last else None

    def _to_count(self, last: int) -> Iterator[int]:
        """The newest first, as there most is open; then those not counted yet, then the rest in turn."""
        yield last
        yield from (number for number in range(last - 1, -1, -1) if number not in self.blocks)
        is_open = {number: any(map(self.is_open, found)) for number, found in self.blocks.items() if number != last}
        yield from (number for number in is_open if is_open[number])
        yield from [number for number in is_open if not is_open[number]][:IN_TURN]
