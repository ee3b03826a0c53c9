"""Words on a button: a phone shows no more than forty letters of them."""

LONGEST = 40
FEWEST = 12
"""So much of a name is left, where it is cut."""


def cut(text: str, room: int = LONGEST) -> str:
    """The text, or its beginning and `…`."""
    return text if len(text) <= room else f"{text[: max(1, room - 1)].rstrip(' ,.(')}…"


def named(name: str, behind: str, room: int = LONGEST) -> str:
    """A name and what stands behind it: the name is cut, so that the rest is read."""
    return cut(f"{cut(name, max(FEWEST, room - len(behind)))}{behind}", room)


def joined(name: str, marks: tuple[str, ...], apart: str = ": ") -> str:
    """A name and its marks, the most important first; as many of them as leave the name to be known by."""
    for count in range(len(marks), 1, -1):
        behind = apart + ", ".join(marks[:count])
        if LONGEST - len(behind) >= min(len(name), FEWEST):
            return named(name, behind)
    return named(name, apart + ", ".join(marks[:1]))
