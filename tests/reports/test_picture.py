"""The summary as pictures: what is drawn is read out of the spec, and it is drawn for once."""

import json
import struct
from dataclasses import replace
from typing import Any

import pytest

from bot.reports.picture import BAR, BLACK, PALE, TREND, WIDTH, page_count, picture_of, rows_of, spec_of
from bot.reports.summary import Summary
from bot.services.rate import Line
from tests.reports.samples import row, summary_of


def marks(report: Summary, kind: str, page: int = 1) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What is drawn of one kind: how, and where."""
    layers = spec_of(report, page)["layer"]
    return [(one["mark"], value) for one in layers for value in one["data"]["values"] if one["mark"]["type"] == kind]


def texts(report: Summary, page: int = 1) -> list[str]:
    return [value["text"] for _, value in marks(report, "text", page)]


def bars(report: Summary) -> list[tuple[str, int]]:
    """Colour and length."""
    found = marks(report, "rect")
    return [(mark["color"], value["x2"] - value["x"]) for mark, value in found if value["x"] == BAR]


def many(count: int) -> Summary:
    return summary_of([row(f"Thôn {number}") for number in range(1, count + 1)])


def test_a_picture_is_a_png_as_wide_as_a_phone_shows() -> None:
    png = picture_of(many(3))
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (WIDTH, spec_of(many(3), 1)["height"])


def test_both_counts_stand_beside_the_rate() -> None:
    said = texts(summary_of([row("Thôn A", 9, 10), row("Thôn B", 17, 20), row("Thôn C", 45, 60)]))
    for text in ("1. Thôn A", "9/10", "▼ 90,00\u00a0%", "Cộng", "71/90", "▼ 78,89\u00a0%", "3/3", "−2,10"):
        assert text in said


def test_a_bar_below_the_line_is_black_and_another_pale() -> None:
    assert bars(summary_of([row("A", 5, 10), row("B", 10, 10)])) == [(PALE, 128), (BLACK, 64), (BLACK, 96)]


def test_the_line_to_reach_stands_where_its_percent_is() -> None:
    ((_, rule),) = marks(summary_of([row()], Line(">", 50)), "rule")
    assert rule["x"] == BAR + 64


def test_who_has_not_met_has_no_bar_and_no_zero_percent() -> None:
    report = summary_of([row(present=0, expected=0, met=0, due=2)])
    assert bars(report) == []
    said = texts(report)
    assert "chưa họp" in said
    assert not [text for text in said if text.startswith(("0,00", "▼ 0"))]


@pytest.mark.parametrize(("rows", "pages"), [(1, [1]), (40, [40]), (41, [20, 21]), (169, [33, 34, 34, 34, 34])])
def test_long_tables_are_cut_into_pictures_of_one_length(rows: int, pages: list[int]) -> None:
    report = many(rows)
    shown = [rows_of(report, page) for page in range(1, page_count(report) + 1)]
    assert [len(page) for page in shown] == pages
    assert [number for page in shown for number, _ in page] == list(range(1, rows + 1))


def test_each_picture_says_which_it_is_and_that_its_total_is_of_all() -> None:
    assert {"Đảng ủy xã Suối Trong (hình 2/2)", "Cộng cả 41 đơn vị"} <= set(texts(many(41), 2))
    assert {"Đảng ủy xã Suối Trong", "Cộng"} <= set(texts(many(40)))


@pytest.mark.parametrize("page", [0, 3, -1])
def test_there_is_no_other_page(page: int) -> None:
    with pytest.raises(IndexError):
        picture_of(many(41), page)


def test_a_long_name_takes_two_lines_and_is_cut_there() -> None:
    school = "Chi bộ Trường Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai"
    said = texts(summary_of([row(school), row(f"{school} xã Suối Trong")]))
    assert {"1. Chi bộ Trường Tiểu học và Trung", "học cơ sở Nguyễn Thị Minh Khai"} <= set(said)
    assert {"2. Chi bộ Trường Tiểu học và Trung", "học cơ sở Nguyễn Thị Minh Khai xã…"} <= set(said)


def test_a_cell_alone_needs_no_total() -> None:
    report = replace(summary_of([]), own=row("Thôn Đông"))
    assert "Cộng" not in texts(report)
    assert "1. Thôn Đông" in texts(report)


def test_nothing_is_fetched_from_anywhere() -> None:
    spec = spec_of(many(3), 1)
    assert "url" not in json.dumps(spec)
    assert all(value["x"] <= TREND for _, value in marks(many(3), "text"))
