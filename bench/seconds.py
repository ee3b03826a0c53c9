"""Counting within a second, and how long most of them took."""

from collections.abc import Sequence


def most_within_a_second(moments: Sequence[float]) -> int:
    """The most in any one second, wherever it begins; the moments in order."""
    most = begin = 0
    for end, moment in enumerate(moments):
        while moments[begin] <= moment - 1:
            begin += 1
        most = max(most, end - begin + 1)
    return most


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
