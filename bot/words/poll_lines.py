"""How a question with its answers is typed in one line, and how an answer names its question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.words.deadlines import same_length, without_deadline
from bot.words.names import fold, tidy
from bot.words.polls import FEWEST_ANSWERS, MOST_ANSWERS


@dataclass(frozen=True, slots=True)
class Line:
    """A whole poll in one message; no answers: they are still asked for."""

    question: str
    answers: tuple[str, ...]
    until: str | None
    """The words behind `hạn`."""


PREFIX = re.compile(r"^(?:xac nhan[:\s]+)?lay y kien\b\s*[:.]?\s*")
TO_NUMBER = re.compile(r"^(?:lay |tra loi )?y kien\s+(?:so\s+)?(\d{1,4})\s*[:.,\s]\s*(?:chon\s+|la\s+)?(\S.*)$")
MARKER = r"(?:^|(?<=[\s?.,;:!])){number}\s*[.)]\s*(?=\S)"
NUMBERED = re.compile(r"^\s*\d\s*[.)]\s*")


def read(text: str) -> Line:
    """`Họp thứ mấy? 1. Thứ Bảy 2. Chủ nhật; hạn 25/12`, with or without `lấy ý kiến:` before it."""
    said, until = without_deadline(behind(text))
    starts: list[tuple[int, int]] = []
    for number in range(1, MOST_ANSWERS + 4):  # one too many is seen, and refused
        found = re.compile(MARKER.format(number=number)).search(said, starts[-1][1] if starts else 0)
        if found is None:
            break
        starts.append(found.span())
    if len(starts) < FEWEST_ANSWERS:
        return Line(said, (), until)
    ends = [begin for begin, _ in starts[1:]] + [len(said)]
    answers = (said[behind_:end].strip(" ;,.") for (_, behind_), end in zip(starts, ends, strict=True))
    return Line(said[: starts[0][0]].strip(" ;,:"), tuple(answers), until)


def behind(text: str) -> str:
    """What stands behind `lấy ý kiến:`."""
    said = tidy(text)
    found = PREFIX.match(same_length(said))
    return said[found.end() :] if found else said


def read_answers(text: str) -> tuple[tuple[str, ...], str | None]:
    """Lines, or pieces between semicolons, or `1. … 2. …`; and the words behind `hạn`."""
    said, until = without_deadline(text.replace("\n", " ; "))
    if (whole := read(f"? {said}")).answers:
        return whole.answers, until
    pieces = (NUMBERED.sub("", piece).strip(" .,") for piece in re.split(r"[;\n]", said))
    return tuple(piece for piece in pieces if piece), until


def answer_to(text: str) -> tuple[int, str] | None:
    """`lấy ý kiến 2: 1`, `trả lời ý kiến 2 Thứ Bảy`: which question, and what is said to it."""
    said = tidy(text)
    found = TO_NUMBER.match(same_length(said))
    return (int(found[1]), said[found.start(2) :].strip(" .")) if found else None


def number_of(said: str, answers: Sequence[str]) -> int | None:
    """The number of the answer that is meant by its number or its words."""
    bare = fold(said)
    if bare.isdecimal():
        return int(bare) if 1 <= int(bare) <= len(answers) else None
    return next((number for number, one in enumerate(answers, 1) if fold(one) == bare), None)
