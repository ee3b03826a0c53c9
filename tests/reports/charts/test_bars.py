"""Bars of units: the rate, a document, an indicator, networks; the number stands beside each."""

from datetime import UTC, datetime

import pytest

from bot.model.indicators import FigureKind, Indicator
from bot.reports.charts import channels, children, completion, figures
from bot.reports.charts.bars import LONGEST, shades_of
from bot.reports.charts.channels import Reach
from bot.reports.charts.look import DARK, PALE, WHITE
from bot.services.directive_completion import Row
from bot.services.indicator_sums import Row as FigureRow
from bot.services.indicator_sums import Sums, Table
from tests.reports.charts.samples import found, texts
from tests.reports.samples import row, summary_of

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def lengths(spec: dict[str, object], color: str) -> list[float]:
    """Of the bars, without the keys above them."""
    return [round(one["x2"] - one["x"], 2) for one in found(spec, "rect", color) if one["y2"] - one["y"] == 12]


def test_a_child_below_the_line_is_dark_and_bold() -> None:
    spec = children.spec(summary_of([row("Thôn A", 9, 10), row("Thôn B", 20, 20)]))
    assert (lengths(spec, DARK), lengths(spec, PALE)) == ([LONGEST * 0.9], [LONGEST])
    assert {"90,00\u00a0% (9/10)", "100,00\u00a0% (20/20)"} <= set(texts(spec))


def test_who_has_not_met_has_no_bar_and_no_zero() -> None:
    spec = children.spec(summary_of([row("Thôn A", 0, 0, met=0)]))
    assert (lengths(spec, DARK), lengths(spec, PALE)) == ([], [])
    assert "chưa họp" in texts(spec)


def test_children_are_said_with_their_numbers() -> None:
    said = children.spec(summary_of([row("Thôn A", 9, 10)]))["description"]
    assert "1. Thôn A: 90,00\u00a0% (9/10)" in said


def test_many_children_are_several_pages() -> None:
    report = summary_of([row(f"Thôn {number}") for number in range(1, 42)])
    assert "41. Thôn 41" in texts(children.spec(report, 2))
    with pytest.raises(IndexError):
        children.spec(report, 3)


def test_a_document_past_its_day_is_dark_until_it_is_whole() -> None:
    rows = [
        Row(1, "Thôn A", True, True, expected=25, studied=24, cells=1),
        Row(2, "Thôn B", True, True, expected=20, studied=20, cells=1, reported=1),
    ]
    spec = completion.spec("12-CT/TU", "Đảng ủy xã", rows, late={1, 2})
    assert (lengths(spec, DARK), lengths(spec, PALE)) == ([LONGEST * 0.96], [LONGEST])
    assert "96,00\u00a0% (24/25), quá hạn" in texts(spec)


def indicator(kind: FigureKind, classes: list[str] | None = None) -> Indicator:
    return Indicator(id=3, name="Kết nạp", counted="đảng viên", kind=kind, classes=classes or [], made_at=NOW)


def test_an_indicator_stands_against_its_plan_and_more_than_it_is_more() -> None:
    sums = [
        Sums(FigureKind.NUMBER, 1, 1, (8,), 10, (8, 10)),
        Sums(FigureKind.NUMBER, 1, 1, (12,), 10, (12, 10)),
        Sums(FigureKind.NUMBER, 1, 0),
    ]
    below = tuple(FigureRow(number, f"Xã {number}", False, one) for number, one in enumerate(sums))
    spec = figures.spec(indicator(FigureKind.NUMBER), ["Kết nạp đảng viên", "Huyện ủy"], Table(below[0], below))
    assert lengths(spec, PALE) == pytest.approx([LONGEST * 0.64, LONGEST * 0.96])
    assert {"8/10 = 80,00\u00a0%", "12/10 = 120,00\u00a0%", "chưa báo"} <= set(texts(spec))


def test_classes_are_shares_of_their_sum() -> None:
    sums = Sums(FigureKind.CLASSES, 1, 1, (1, 3))
    own = FigureRow(1, "Xã", False, sums)
    spec = figures.spec(indicator(FigureKind.CLASSES, ["Tốt", "Khá"]), ["Xếp loại"], Table(own, ()))
    assert (lengths(spec, DARK), lengths(spec, PALE)) == ([LONGEST * 0.25], [LONGEST * 0.75])
    assert {"Tốt", "Khá"} <= set(texts(spec))


def test_whoever_is_not_reached_is_counted_and_shown() -> None:
    rows = [Reach("Thôn A", {"zalo_oa": 12, "sms_viettel": 4}, 4), Reach("Thôn B", {}, 0)]
    spec = channels.spec("Đảng ủy xã", rows)
    assert rows[0].people == 20
    assert sum(lengths(spec, DARK) + lengths(spec, PALE)) == pytest.approx(LONGEST * 0.8)
    assert LONGEST * 0.2 in [pytest.approx(one) for one in lengths(spec, WHITE)]
    assert {"20 đồng chí, 4 chưa có", "0 đồng chí", "chưa có đường nhận tin", "SMS", "Zalo"} <= set(texts(spec))
    assert "SMS 4, Zalo 12, chưa có đường nhận tin 4" in spec["description"].replace("Zalo 12, SMS 4", "SMS 4, Zalo 12")


def test_every_part_has_a_shade_however_many_there_are() -> None:
    assert len(shades_of(20, last_is_empty=True)) == 20
    assert shades_of(3, last_is_empty=True)[-1] == WHITE
