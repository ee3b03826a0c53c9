"""What is written in a file that somebody brings, for the secrecy check; nothing of it is kept here or on a disk."""

import html
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.refusals import PaperWrong
from bot.words.meeting_papers import LOCKED, NOT_THAT_TYPE
from bot.words.secrecy import Finding, secrecy

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

LARGEST_UNPACKED = 60_000_000
"""Bytes: a file that unpacks to more is none of ours."""
MOST_PAGES = 500
FEWEST_LETTERS = 20
"""A page with fewer is a picture of one."""
ENDS = re.compile(rb"</(?:w:p|w:tab|a:p|si|is|row|comment|text|dc:\w+|cp:\w+|vt:\w+)>|<(?:w:br|w:cr|a:br)\b[^<>]*>")
"""Where one line of a document ends; a word within it may be cut into any number of runs.

None of these patterns looks behind the next `<`: on a part of nothing else they would never come to an end.
"""
NAMED = re.compile(rb'<(?:sheet\b[^<>]*\bname|v:textpath\b[^<>]*\bstring)="([^"<]*)"')
"""Names of sheets, and what is written across a page behind its text."""
TAG = re.compile(rb"<[^<>]*>")
READ_PARTS, EMPTY_PARTS = (".xml", ".vml"), (".rels", ".odttf", "/")
"""What has words in it, and what has none; of anything else nobody knows."""
OWN_PICTURE = "docProps/"
"""Where Word keeps a small picture of the first page."""
ENCODED = re.compile(rb"<\?xml\b[^<>]*\bencoding=[\"']([\w.-]+)")
MACROS = re.compile(r"vbaproject\.bin$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """What could be read of a file."""

    texts: tuple[str, ...]
    is_whole: bool
    """False: there are pictures in it, or pages that are pictures."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a look through a file came to; nothing that is written in it."""

    finding: Finding
    is_whole: bool


def judged(said: Sequence[str], seen: Seen) -> Judged:
    """`said`: the title and the name of the file."""
    return Judged(secrecy((*said, *seen.texts)), seen.is_whole)


def read_file(ending: str, content: bytes) -> Seen:
    """`ending` is one of `OFFICE`, `pdf`, or a picture. Raises PaperWrong.

    Slow, and there is no end to what a file can be made to cost: see paper_looks.py.
    """
    if ending in OFFICE:
        return _office(content, OFFICE[ending])
    return _pdf(content) if ending == "pdf" else Seen((), is_whole=False)


OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
"""The part that makes a packed file a document of this kind."""


def _office(content: bytes, main: str) -> Seen:
    """Every part with words: the text, headers, notes, comments, names of sheets, the title."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = [one.filename for one in packed.infolist()]
            too_large = sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED
            if main not in names or too_large or any(map(MACROS.search, names)):
                raise PaperWrong(why=NOT_THAT_TYPE)
            if any(one.flag_bits & 1 for one in packed.infolist()):
                raise PaperWrong(why=LOCKED)
            texts = tuple(text for name in names if name.endswith(READ_PARTS) for text in _lines(_part(packed, name)))
    except (BadZipFile, EOFError, LZMAError, NotImplementedError, OSError, ValueError, zlib.error):
        raise PaperWrong(why=NOT_THAT_TYPE) from None
    known = (*READ_PARTS, *EMPTY_PARTS)
    return Seen(texts, is_whole=all(name.endswith(known) or name.startswith(OWN_PICTURE) for name in names))


def _part(packed: ZipFile, name: str) -> bytes:
    """No more than the file says that there is: `ZipFile.read` first unpacks whatever comes."""
    one: ZipInfo = packed.getinfo(name)
    with packed.open(one) as part:
        return part.read(one.file_size)


def _lines(part: bytes) -> Iterator[str]:
    """The words of one part, as one text with its lines."""
    part = _in_utf8(part).replace(b"<![CDATA[", b"").replace(b"]]>", b"")
    named = b"\n".join(NAMED.findall(part))
    words = TAG.sub(b"", ENDS.sub(b"\n", part)) + b"\n" + named
    text = html.unescape(words.decode("utf-8", "ignore"))
    if text.strip():
        yield text


def _in_utf8(part: bytes) -> bytes:
    """Whatever it is written in; raises ValueError for what is none."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return part.decode("utf-16").encode()
    found = ENCODED.match(part)
    try:
        return part.decode(found[1].decode(), "ignore").encode() if found else part
    except LookupError:
        raise ValueError from None


def _pdf(content: bytes) -> Seen:
    from pypdf import PdfReader  # noqa: PLC0415 - slow to load, and for this alone
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        paper = PdfReader(BytesIO(content))
        if paper.is_encrypted and not paper.decrypt(""):
            raise PaperWrong(why=LOCKED)
        if len(paper.pages) > MOST_PAGES:
            raise PaperWrong(why=NOT_THAT_TYPE)
        pages = [page.extract_text() or "" for page in paper.pages]
        has_pictures = any(_has_pictures(page.get("/Resources")) for page in paper.pages)
        has_more = _has_more(paper)
        told = [str(value) for value in (paper.metadata or {}).values()]
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError):
        raise PaperWrong(why=NOT_THAT_TYPE) from None
    is_read = all(sum(map(str.isalpha, page)) >= FEWEST_LETTERS for page in pages)
    return Seen((*pages, *told), is_whole=is_read and not has_pictures and not has_more and bool(pages))


def _has_more(paper: "PdfReader") -> bool:
    """Files within it, forms to be filled in, or what lies upon its pages."""
    root = paper.trailer["/Root"].get_object()
    is_form = isinstance(root, dict) and "/AcroForm" in root
    return is_form or bool(paper.attachments) or any(map(_is_written_on, paper.pages))


def _is_written_on(page: "PageObject") -> bool:
    """Stamps, notes and fields lie on a page and are no part of its text; where links lie, nothing is written."""
    notes = page.get("/Annots")
    found = notes.get_object() if notes is not None else None
    return any(one.get_object().get("/Subtype") != "/Link" for one in found or ())


def _has_pictures(resources: object) -> bool:
    """Any object that is drawn: a picture, or a form that may hold one."""
    found = resources.get_object() if hasattr(resources, "get_object") else resources
    return isinstance(found, dict) and bool(found.get("/XObject"))
