"""What may be passed down at all: nothing with a mark of secrecy, nothing without its number, days that can be."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from bot.model.directives import DocumentKind, Haste
from bot.refusals import DirectiveWrong, SecrecyMarked
from bot.services.meetings import guard
from bot.words import directive_drafts as draft_words
from bot.words.directive_line import Said, day_said, read_clauses, read_head, read_line
from bot.words.names import tidy

T = TypeVar("T")
OLDEST, FARTHEST = timedelta(days=366 * 30), timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Content:
    """A document as it is passed down (rule 31); make it with `checked`."""

    kind: DocumentKind
    number: str
    issuer: str
    issued_on: date
    summary: str
    haste: Haste = Haste.NONE
    due_on: date | None = None
    must_study: bool = False
    body: str | None = None


def read(line: str, today: date, *, harmless: bool = False) -> Said:
    """A line as an office types it. Raises SecrecyMarked or DoubtfulWords first, then DirectiveWrong."""
    guard((line, tidy(line)), harmless=harmless)
    said = _read(read_line if ":" in line or ";" in line else read_head, line, today)
    if said.looks_marked:
        raise SecrecyMarked
    return said


def read_changes(line: str, today: date, *, harmless: bool = False) -> Said | None:
    """`hạn 30/11; khẩn`; None where it is something else. Raises what `read` does."""
    guard((line, tidy(line)), harmless=harmless)
    return _read(read_clauses, line, today)


def read_day(text: str, today: date) -> date:
    return _read(day_said, text, today)


def _read(reader: Callable[[str, date], T], text: str, today: date) -> T:
    try:
        return reader(text, today)
    except ValueError as why:
        raise DirectiveWrong(why=str(why)) from None


def checked(content: Content, today: date, *, harmless: bool = False) -> Content:
    """The document with its texts tidied. Raises SecrecyMarked or DoubtfulWords first, DirectiveWrong."""
    texts = (content.number, content.issuer, content.summary, content.body or "")
    guard((*texts, "\n".join(texts)), harmless=harmless)
    said = replace(content, issuer=tidy(content.issuer), summary=tidy(content.summary).strip(" ,;."))
    for why, is_so in (
        (draft_words.SUMMARY_MISSING, not said.summary),
        (draft_words.ISSUER_MISSING, not said.issuer),
        (
            draft_words.too_long("Trích yếu", draft_words.LONGEST_SUMMARY),
            len(said.summary) > draft_words.LONGEST_SUMMARY,
        ),
        (
            draft_words.too_long("Tên cơ quan ban hành", draft_words.LONGEST_ISSUER),
            len(said.issuer) > draft_words.LONGEST_ISSUER,
        ),
        (draft_words.too_long("Nội dung", draft_words.LONGEST_BODY), len(said.body or "") > draft_words.LONGEST_BODY),
        *_of_days(said.issued_on, said.due_on, today),
    ):
        if is_so:
            raise DirectiveWrong(why=why)
    return said


def check_issued(issued_on: date, today: date) -> None:
    _raise_first(_of_days(issued_on, None, today))


def check_due(due_on: date, today: date) -> None:
    _raise_first(_of_days(today, due_on, today))


def _raise_first(found: tuple[tuple[str, bool], ...]) -> None:
    for why, is_so in found:
        if is_so:
            raise DirectiveWrong(why=why)


def _of_days(issued_on: date, due_on: date | None, today: date) -> tuple[tuple[str, bool], ...]:
    due = due_on or today
    return (
        (draft_words.NO_DAY_AHEAD, issued_on > today),
        (draft_words.TOO_OLD, issued_on < today - OLDEST),
        (draft_words.DUE_IS_PAST, due < today),
        (draft_words.DUE_TOO_FAR, due > today + FARTHEST),
    )
