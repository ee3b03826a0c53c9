"""Tables for people: nothing that is copied out of them is broken."""

from rich.console import Console

from bot.commands import console
from tests.commands.conftest import ROSTER, Chibot

CODE, ABOVE = "chi-bo-".ljust(40, "x"), "dang-uy-".ljust(40, "y")
NAME = "Chi bộ Thôn Đầu Suối Thượng Nguồn xã Suối Trong"
HEADINGS = ["Mã", "Tên", "Loại", "Cấp trên", "Đảng viên"]


def lines_at(width: int, rows: list[list[object]], codes: tuple[int, ...]) -> list[str]:
    screen = Console(width=width)
    with screen.capture() as said:
        screen.print(console.table_of("Đơn vị", HEADINGS, rows, codes), crop=False)
    return [line.rstrip() for line in said.get().splitlines()]


def test_a_long_code_is_never_broken_and_names_give_way() -> None:
    """At 80 columns codes of 40 letters were broken over two lines, so that nobody could copy them."""
    for above in ("bach-luu", ABOVE):
        said = lines_at(80, [[CODE, NAME, "chi bộ", above, 27], ["bach-luu", "Xã", "đảng ủy", "", 165]], (0, 3))
        row = next(line for line in said if CODE in line)
        assert above in row
        assert NAME not in row
        assert any("Chi bộ Thôn" in line for line in said)
        assert all(word in " ".join(said) for word in (*NAME.split(), *HEADINGS, "đảng ủy", "165"))


def test_short_codes_leave_the_table_within_the_screen() -> None:
    rows: list[list[object]] = [["thon-mot", NAME, "chi bộ", "bach-luu", 27]]
    assert max(map(len, lines_at(80, rows, (0, 3)))) <= 80
    assert lines_at(80, rows, (0, 3)) == lines_at(80, rows, ())


def test_where_there_is_room_for_codes_and_names_no_line_is_longer_than_the_screen() -> None:
    rows: list[list[object]] = [[CODE, NAME, "chi bộ", "bach-luu", 27]]
    assert max(map(len, lines_at(100, rows, (0, 3)))) <= 100


def test_the_list_of_units_shows_whole_codes_on_a_narrow_screen(chibot: Chibot) -> None:
    code = "xa-".ljust(40, "z")
    written = chibot("import", ROSTER, "--under", code, "--name", NAME, "--write")
    assert written.code == 0, written.err
    said = chibot("units", as_json=False).out
    assert said.count(code) == 21  # its own, and of each of ten cells the own and the one above
