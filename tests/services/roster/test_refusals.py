"""Files that are not read at all."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.roster.reading import Sheet, UnreadableWorkbook, read_roster
from bot.words import roster_words as words
from tests.services.roster.rosters import FOLDER, TODAY, read

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData>
</worksheet>"""
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
FAR_BELOW = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="999999999999"><c r="A1" t="str"><v>a</v></c></row></sheetData></worksheet>"""


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_roster(path, TODAY)
    return str(refused.value)


def with_part(folder: Path, name: str, content: bytes) -> Path:
    """The plain roster with one part of the package exchanged or added."""
    path = folder / "made.xlsx"
    with zipfile.ZipFile(FOLDER / "plain.xlsx") as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return path


def holding(folder: Path, content: bytes) -> Path:
    path = folder / "any.xlsx"
    path.write_bytes(content)
    return path


def outcome(path: Path) -> Sheet | None:
    try:
        return read_roster(path, TODAY)
    except UnreadableWorkbook:
        return None


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    assert refusal(with_part(tmp_path, SHEET, b"<a>" + b" " * 50_000_000)) == words.TOO_BIG


def test_many_parts_are_refused_before_any_is_read(tmp_path: Path) -> None:
    path = with_part(tmp_path, "xl/media/0.bin", b"")
    with zipfile.ZipFile(path, "a") as package:
        for number in range(5_000):
            package.writestr(f"xl/media/{number + 1}.bin", b"")
    assert refusal(path) == words.TOO_BIG


@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml", "xl/_rels/workbook.xml.rels", "docProps/core.xml"])
@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE])
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str, content: bytes) -> None:
    assert refusal(with_part(tmp_path, part, content)) == words.BROKEN


def test_entities_in_another_encoding_are_refused_too(tmp_path: Path) -> None:
    laughs = LAUGHS.decode().replace('"1.0"', '"1.0" encoding="UTF-16"', 1).encode("utf-16")
    assert refusal(with_part(tmp_path, SHEET, laughs)) == words.BROKEN


def test_a_row_below_the_end_of_the_world_is_refused(tmp_path: Path) -> None:
    assert refusal(with_part(tmp_path, SHEET, FAR_BELOW)) == words.BROKEN


def test_a_list_of_text_is_not_a_workbook(tmp_path: Path) -> None:
    assert refusal(holding(tmp_path, "STT,Họ và tên\n1,Nguyễn Văn An\n".encode())) == words.NOT_XLSX


def test_an_old_workbook_is_told_from_a_locked_one(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(holding(tmp_path, ole)) == words.OLD_XLS
    assert refusal(holding(tmp_path, ole + "EncryptedPackage".encode("utf-16-le"))) == words.ENCRYPTED


def test_another_kind_of_package_is_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "some.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert refusal(path) == words.NOT_XLSX


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.xlsx") == words.NO_FILE
    assert refusal(tmp_path) == words.NO_FILE


def test_an_empty_workbook_has_no_headings() -> None:
    assert refusal(FOLDER / "empty.xlsx") == words.NO_HEADER


@pytest.mark.parametrize("name", ["marked", "marked-in-a-running-head", "marked-in-tcvn3", "stamped-in-tcvn3"])
def test_a_mark_of_secrecy_anywhere_refuses_the_whole_file(name: str) -> None:
    assert refusal(FOLDER / f"{name}.xlsx") == words.MARKED


def test_the_harmless_workbook_these_are_made_of_is_read() -> None:
    assert len(read("plain").people) == 3


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=2_000))
def test_random_bytes_are_refused_and_break_nothing(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert outcome(holding(tmp_path_factory.getbasetemp(), content)) is None


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10_000), content=st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused(
    at: int, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = bytearray((FOLDER / "plain.xlsx").read_bytes())
    start = at % len(whole)
    whole[start : start + len(content)] = content
    outcome(holding(tmp_path_factory.getbasetemp(), bytes(whole)))


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 10_000), content=st.text("<>&\"'/=0123456789abcrstvn!", min_size=1, max_size=12))
def test_damaged_markup_is_read_or_refused(at: int, content: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with zipfile.ZipFile(FOLDER / "odd.xlsx") as package:
        xml = package.read(SHEET)
    start = at % len(xml)
    spoilt = xml[:start] + content.encode() + xml[start + len(content) :]
    outcome(with_part(tmp_path_factory.getbasetemp(), SHEET, spoilt))
