"""What the guides tell people to type and to press, as it is marked there.

To be typed is what stands in bold and begins with a small letter, or is `?` or written in capitals; the first column of
a table whose heading says `nhắn`; and what stands in quotes or as code, or is a number, behind the word `nhắn` in the
same sentence. To be pressed is what else stands in bold behind `bấm` or `chọn`.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).parents[1] / "docs" / "huong-dan"
MARKED = re.compile(r"\*\*(?P<bold>.+?)\*\*|“(?P<quote>[^”]+)”|`(?P<code>[^`]+)`")
SENTENCE_ENDS = re.compile(r"[.!?…][*_”]*\s+(?=[A-ZÀ-ỸĐ*])|<br>")
VERBS = re.compile(r"\b(nhắn|bấm|chọn|máy báo|ghi là|có chữ|mở địa chỉ|gõ)\b", re.IGNORECASE)
CAPITALS = re.compile(r"[A-Z]{2,}( [A-Z]{2,}| \d+)*")
PRESSED = {"bấm", "chọn"}


@dataclass(frozen=True)
class Line:
    """Something to be typed or pressed, and the section that it stands in."""

    section: str
    text: str
    is_pressed: bool = False


def lines_of(guide: str) -> list[Line]:
    """In the order of the guide, each once in its section."""
    return list(dict.fromkeys(_lines((GUIDES / guide).read_text(encoding="utf-8"))))


def commands_of(guide: str) -> list[list[str]]:
    """What is to be typed at the computer, in words; without `chibot` itself, up to what stands for more of it."""
    text = (GUIDES / guide).read_text(encoding="utf-8")
    said = [found[1] for found in re.finditer(r"(?:`|^)chibot ([^`\n]+)", text, re.MULTILINE)]
    return [shlex.split(one.replace("…", "").split(">")[0] if '"' not in one else one) for one in said]


def _lines(text: str) -> Iterator[Line]:
    section, heads = "", list[str]()
    without_blocks = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    for row in without_blocks.splitlines():
        if row.startswith("#"):
            section = row.strip("# ")
        elif not row.startswith("|"):
            heads = []
            yield from _said(section, row)
        elif not heads:
            heads = [cell.strip() for cell in row.strip("|").split("|")]
        elif not set(row) <= set("|- "):
            yield from _row(section, heads, [cell.strip() for cell in row.strip("|").split("|")])


def _row(section: str, heads: list[str], cells: list[str]) -> Iterator[Line]:
    if "nhắn" in heads[0].casefold():
        bold = [found["bold"] for found in MARKED.finditer(cells[0]) if found["bold"]]
        yield from (Line(section, one) for one in bold or [cells[0]])
        cells = cells[1:]
    for cell in cells:
        yield from _said(section, cell)


def _said(section: str, text: str) -> Iterator[Line]:
    bare = MARKED.sub(lambda found: "_" * len(found[0]), text)
    for found in MARKED.finditer(text):
        before = bare[: found.start()]
        ends = [end.end() for end in SENTENCE_ENDS.finditer(before)]
        verbs = VERBS.findall(before[ends[-1] if ends else 0 :])
        verb = verbs[-1].casefold() if verbs else ""
        bold = found["bold"]
        if bold and verb in PRESSED and not _is_small(bold):
            yield Line(section, bold, is_pressed=True)
        elif _is_typed(found, is_behind=verb == "nhắn"):
            yield Line(section, bold or found["quote"] or found["code"])


def _is_typed(found: re.Match[str], *, is_behind: bool) -> bool:
    if found["bold"]:
        return _is_small(found["bold"]) or (is_behind and found["bold"].isdecimal())
    return is_behind or (found["code"] or "").startswith("DD ")


def _is_small(bold: str) -> bool:
    return bold[0].islower() or bold == "?" or CAPITALS.fullmatch(bold) is not None
