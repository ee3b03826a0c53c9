"""Bars for units, one below the other: the name, below it the bar, behind it what it comes to in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.reports.charts.look import (
    BLACK,
    DARK,
    NORMAL,
    PALE,
    RULE,
    SMALL,
    WHITE,
    WIDTH,
    Layer,
    Written,
    boxes,
    head,
    rules,
    spec_of,
    written,
)

ROW, BAR_TOP, BAR = 42, 22, 12
LONGEST = 190
"""Units of a bar that is whole."""
ROOM = WIDTH - LONGEST - 6
MANY_LETTERS = 42
"""A longer name stands in smaller letters."""
SHADES = (DARK, PALE, "#808080", "#ededed", "#1a1a1a", "#a8a8a8", "#595959", "#c4c4c4")
"""Of the parts of a bar, one beside the other: neighbours differ in print too, and each has an edge."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit; `shares` of the whole, 0 to 1, one behind the other, in the order of the shades."""

    name: str
    shares: tuple[float, ...]
    label: str
    is_marked: bool = False
    """Not as it should be: dark and bold where others are pale."""


def chart(
    title: str, notes: Sequence[str], bars: Sequence[Bar], description: str, *, line: float | None = None
) -> dict[str, object]:
    """Bars of one part each; `line`: the share to be reached."""
    texts, top = head(title, notes)
    places = [top + ROW * place for place in range(len(bars))]
    layers = [*_frames(places)]
    for is_marked, shade in ((False, PALE), (True, DARK)):
        found = [(y, one) for y, one in zip(places, bars, strict=True) if one.is_marked is is_marked and one.shares]
        layers += boxes(shade, [_box(y, 0, one.shares[0]) for y, one in found], BLACK)
    if line is not None:
        layers += rules(BLACK, [_upright(y, line) for y in places], 2, (3, 2))
    texts += [one for y, bar in zip(places, bars, strict=True) for one in _words(y, bar)]
    return spec_of([*layers, *written(texts)], top + ROW * len(bars) + 4, description)


def stacked(
    title: str,
    notes: Sequence[str],
    parts: Sequence[str],
    bars: Sequence[Bar],
    description: str,
    *,
    last_is_empty: bool = False,
) -> dict[str, object]:
    """Bars of several parts, whose names stand above them beside their shades; the last may be what is missing."""
    texts, top = head(title, notes)
    keys, height = _keys(parts, top)
    places = [top + height + ROW * place for place in range(len(bars))]
    layers = [*_frames(places)]
    for number, shade in enumerate(shades_of(len(parts), last_is_empty=last_is_empty)):
        layers += boxes(shade, [*_parts(places, bars, number), *_samples(keys, number)], BLACK)
    texts += keys
    texts += [one for y, bar in zip(places, bars, strict=True) for one in _words(y, bar)]
    return spec_of([*layers, *written(texts)], top + height + ROW * len(bars) + 4, description)


def shades_of(count: int, *, last_is_empty: bool) -> list[str]:
    """For so many parts, again from the first where there are more than shades."""
    filled = [SHADES[number % len(SHADES)] for number in range(count)]
    return [*filled[:-1], WHITE] if last_is_empty else filled


def _frames(places: Sequence[float]) -> list[Layer]:
    """As long as a whole bar: how much is missing is seen too."""
    return boxes(WHITE, [_box(y, 0, 1) for y in places], RULE)


def _box(y: float, begin: float, end: float) -> dict[str, float]:
    return {"x": LONGEST * begin, "x2": LONGEST * min(1, end), "y": y + BAR_TOP, "y2": y + BAR_TOP + BAR}


def _upright(y: float, share: float) -> dict[str, float]:
    return {"x": LONGEST * share, "x2": LONGEST * share, "y": y + BAR_TOP - 4, "y2": y + BAR_TOP + BAR + 4}


def _parts(places: Sequence[float], bars: Sequence[Bar], number: int) -> Iterable[dict[str, float]]:
    for y, bar in zip(places, bars, strict=True):
        begin, end = sum(bar.shares[:number]), sum(bar.shares[: number + 1])
        if end > begin:
            yield _box(y, begin, end)


def _words(y: float, bar: Bar) -> Iterable[Written]:
    size = NORMAL if len(bar.name) <= MANY_LETTERS else SMALL
    yield Written(0, y + 12, bar.name, size=size, is_bold=bar.is_marked, limit=WIDTH - 20)
    yield Written(LONGEST + 6, y + BAR_TOP + BAR / 2, bar.label, size=SMALL, is_bold=bar.is_marked, limit=ROOM)


KEY_LINE, KEY = 18, 10
ACROSS = 2


def _keys(parts: Sequence[str], top: float) -> tuple[list[Written], float]:
    """Two to a line."""
    room = WIDTH // ACROSS
    found = [
        Written(room * (place % ACROSS) + KEY + 6, top + 8 + KEY_LINE * (place // ACROSS), name, limit=room - KEY - 8)
        for place, name in enumerate(parts)
    ]
    return found, KEY_LINE * -(-len(parts) // ACROSS) + 4.0


def _samples(keys: Sequence[Written], number: int) -> list[dict[str, float]]:
    key = keys[number]
    left, up = key.x - KEY - 4, key.y - KEY / 2
    return [{"x": left, "x2": left + KEY, "y": up, "y2": up + KEY}]
