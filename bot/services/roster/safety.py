"""A look through a workbook before anything believes it: its sizes, then what its parts declare."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

from bot.services.roster.records import UnreadableWorkbook
from bot.words import roster_words as words

MOST_BYTES = 30_000_000
MOST_PARTS = 5_000
MOST_UNPACKED = 120_000_000
MOST_SHARED_TEXT = 40_000_000
MOST_DEPTH = 100
LAST_ROW = 1_048_576
MOST_MERGES = 100_000

SUSPECT_RATIO, SMALL = 200, 1_000_000
"""A sheet of 50,000 people packs 12 to 1, a bomb 1000 to 1."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = b"PK\x01\x02"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

LOOSE = re.compile(r"xl/(drawings/|comments|threadedComments/)|docProps/")
RUNNING_HEADS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
LAYOUT_CODE = re.compile(r'&("[^"]*"|K[0-9A-F]{6}|[A-Z]|\d+)')


@dataclass(slots=True)
class Part:
    """What a look through one part of the package found."""

    rows: int = 0
    merges: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Text outside the cells: running heads, comments, drawings, properties."""


def inspect(data: bytes) -> dict[str, Part]:
    """Every part by its path; raises UnreadableWorkbook where it is not safe to go on."""
    if data.startswith(OLE):
        raise UnreadableWorkbook(words.ENCRYPTED if ENCRYPTED in data else words.OLD_XLS)
    if data.count(ENTRY) > MOST_PARTS:
        raise UnreadableWorkbook(words.TOO_BIG)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise UnreadableWorkbook(words.NOT_XLSX)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        _weigh(parts)
        return {part.filename: _look(package, part) for part in parts if part.filename.endswith((".xml", ".rels"))}


def _weigh(parts: list[zipfile.ZipInfo]) -> None:
    """The sizes a package declares bind it: zipfile never unpacks more of a part than that."""
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
        raise UnreadableWorkbook(words.NOT_XLSX)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableWorkbook(words.ENCRYPTED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_bomb, parts)):
        raise UnreadableWorkbook(words.TOO_BIG)


def _bomb(part: zipfile.ZipInfo) -> bool:
    dense = part.file_size > SMALL and part.file_size > SUSPECT_RATIO * max(part.compress_size, 1)
    return dense or (part.filename.endswith("sharedStrings.xml") and part.file_size > MOST_SHARED_TEXT)


def _look(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Part:
    looker = _Looker(gathers=bool(LOOSE.match(part.filename)))
    with package.open(part) as stream:
        looker.parser.ParseFile(stream)
    return looker.found


class _Looker:
    """Goes through one part by expat: counts rows, notes merges and loose text, stops at any DTD."""

    def __init__(self, gathers: bool) -> None:
        self.found = Part()
        self.depth = 0
        self.gathers = gathers
        self.letters: list[str] = []
        self.parser = ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        if gathers:
            self.parser.CharacterDataHandler = self.letters.append

    def refuse(self, *_declared: object) -> None:
        raise UnreadableWorkbook(words.BROKEN)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise UnreadableWorkbook(words.BROKEN)
        if name.endswith("row"):
            self.row(attributes)
        elif name.endswith("mergeCell"):
            self.merge(attributes)
        elif name.rpartition(":")[2] in RUNNING_HEADS:
            self.parser.CharacterDataHandler = self.letters.append

    def row(self, attributes: dict[str, str]) -> None:
        self.found.rows += 1
        # A row far below the last one Excel has would be reached through billions of empty ones.
        if float(attributes.get("r", 0)) > LAST_ROW:
            raise UnreadableWorkbook(words.BROKEN)

    def merge(self, attributes: dict[str, str]) -> None:
        self.found.merges.append(attributes.get("ref", ""))
        if len(self.found.merges) > MOST_MERGES:
            raise UnreadableWorkbook(words.TOO_BIG)

    def end(self, name: str) -> None:
        self.depth -= 1
        local = name.rpartition(":")[2]
        # One word may stand in several runs of one paragraph.
        if self.letters and local not in {"t", "r"}:
            self.found.texts.append(LAYOUT_CODE.sub(" ", "".join(self.letters)))
            self.letters.clear()
        if local in RUNNING_HEADS and not self.gathers:
            self.parser.CharacterDataHandler = None
