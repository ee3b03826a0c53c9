"""Marks of secrecy anywhere in a workbook: such a file may not be on this machine at all."""

from bot.services.roster.encodings import Encoding, decode
from bot.services.roster.records import UnreadableWorkbook
from bot.services.roster.rows import place_of, shown
from bot.services.roster.workbook import RawBook
from bot.words import roster_words as words
from bot.words.secrecy import Finding, secrecy


def doubts_about_secrets(book: RawBook) -> list[str]:
    """A warning for each doubtful place; raises UnreadableWorkbook, without repeating it, for a mark."""
    inside = {shown(value) for sheet in book.sheets for row in sheet.rows for _, value in row.filled()}
    outside = {*book.loose, *(sheet.title for sheet in book.sheets)}
    texts = inside | outside
    found = secrecy(texts)
    if Finding.MARKED in {found, secrecy(_as_it_may_look(texts))}:
        raise UnreadableWorkbook(words.MARKED)
    return [] if found is Finding.CLEAR else _places(book, {text for text in texts if _doubtful(text)})


def _as_it_may_look(texts: set[str]) -> set[str]:
    """A stamp may be the only text of its sheet in an old encoding."""
    return {other for text in texts for encoding in Encoding if (other := decode(text, encoding)) != text}


def _doubtful(text: str) -> bool:
    return secrecy([text]) is not Finding.CLEAR


def _places(book: RawBook, doubtful: set[str]) -> list[str]:
    places = [
        words.doubtful(place_of(sheet, row.number, column))
        for sheet in book.sheets
        for row in sheet.rows
        for column, value in row.filled()
        if shown(value) in doubtful
    ]
    return places or [words.doubtful_outside()]
