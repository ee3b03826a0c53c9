"""Lists in statements."""

from collections.abc import Iterable

FEWEST = 4


def filled_up(ids: Iterable[int]) -> list[int]:
    """The same ids, the last one repeated until there are 4, 8, 16 …; for `in_`, where lists of any length are usual.

    A database prepares a statement anew for every length, and forgets the older ones: so there are few lengths.
    """
    some = list(ids)
    wanted = max(FEWEST, 1 << (len(some) - 1).bit_length()) if some else 0
    return some + some[-1:] * (wanted - len(some))
