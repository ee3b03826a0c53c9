"""A text that is longer than a network takes at once, cut where it can be read on."""


def units(text: str) -> int:
    """In UTF-16, as networks count: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts(text: str, limit: int) -> list[str]:
    """Cut at line ends, at spaces where a line alone is too long, in a word at last."""
    pieces = []
    while units(text) > limit:
        most = longest_start(text, limit)
        end = max(text.rfind("\n", 0, most + 1), 0) or max(text.rfind(" ", 0, most + 1), 0) or most
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip("\n ")
    return [piece for piece in [*pieces, text] if piece.strip()]


def longest_start(text: str, limit: int) -> int:
    """How many characters of it fit into so many units."""
    most = min(len(text), limit)
    while units(text[:most]) > limit:
        most -= (units(text[:most]) - limit + 1) // 2
    return most
