"""The workbook of the rows left out."""

from pathlib import Path

from openpyxl import load_workbook

from bot.services.roster.reading import Sheet, read_roster, save_bad_rows
from tests.services.roster.rosters import TODAY, bad_cells, read


def saved(folder: Path, sheet: Sheet) -> Path:
    path = folder / "left-out.xlsx"
    save_bad_rows(path, sheet)
    return path


def cells(path: Path) -> list[list[tuple[object, str]]]:
    page = load_workbook(path).worksheets[0]
    return [[(cell.value, cell.data_type) for cell in row] for row in page.iter_rows()]


def test_it_holds_the_headings_the_bad_rows_and_why(tmp_path: Path) -> None:
    sheet = read("bad-rows")
    rows = cells(saved(tmp_path, sheet))
    assert len(rows) == 1 + 7
    assert [value for value, _ in rows[0]] == [*sheet.bad_rows[0], "Lý do"]
    assert [row[-1][0] for row in rows[1:]] == [bad.reason for bad in sheet.bad]


def test_nothing_in_it_starts_a_formula(tmp_path: Path) -> None:
    rows = cells(saved(tmp_path, read("formulas")))
    assert rows[1][7][0] == "=1+1"
    assert {kind for row in rows for value, kind in row if value is not None} == {"s"}


def test_brought_back_as_it_is_it_is_bad_again(tmp_path: Path) -> None:
    for name in ("bad-rows", "formulas", "impossible-dates", "bad-phones"):
        again = read_roster(saved(tmp_path, read(name)), TODAY)
        assert (again.people, len(again.bad)) == ([], len(read(name).bad_rows) - 1)


def test_it_never_holds_what_may_not_be_kept(tmp_path: Path) -> None:
    sheet = read("ignored-columns")
    assert bad_cells(sheet) == ["Danh sách!H3"]
    held = repr(cells(saved(tmp_path, sheet)))
    assert not [kept for kept in ("123456", "025075", "Kinh", "ngõ") if kept in held]
