"""Units by months: shade, number, cross, nothing; forty to a page."""

import pytest

from bot.reports.charts import heat_map
from bot.reports.charts.heat_map import shade_of
from bot.reports.charts.look import DARK, MIDDLE, PALE, WHITE
from bot.services.rate import Line
from tests.reports.charts.samples import USUAL, fetches_nothing, found, month, texts, unit


@pytest.mark.parametrize(
    ("present", "shade"), [(100, 0), (95, 0), (94, 1), (86, 1), (85, 2), (71, 2), (70, 3), (0, 3), (None, None)]
)
def test_the_further_below_the_line_the_darker(present: int | None, shade: int | None) -> None:
    assert shade_of(month(0, present, 100), USUAL) == shade


def test_exactly_the_line_is_not_above_it() -> None:
    assert shade_of(month(0, 17, 20), Line(">", 85)) == 1


def test_each_cell_has_its_number_a_missed_one_a_cross_one_without_a_meeting_nothing() -> None:
    spec = heat_map.spec("Đảng ủy xã", [unit(20, None, 10)], USUAL)
    assert {"100", "50"} <= set(texts(spec))
    edged = [one for shade in (WHITE, PALE, MIDDLE, DARK) for one in found(spec, "rect", shade) if one["x"] >= 100]
    assert len([one for one in edged if one["y2"] - one["y"] == heat_map.ROW]) == 12
    crosses = [one for one in found(spec, "rule") if one["x2"] - one["x"] == 9]
    assert len(crosses) == 2, "one x is two strokes"


def test_a_dark_cell_has_a_white_number() -> None:
    spec = heat_map.spec("Đảng ủy xã", [unit(2)], USUAL)
    (layer,) = [one for one in spec["layer"] if one["mark"].get("color") == WHITE and one["mark"]["type"] == "text"]
    assert [one["text"] for one in layer["data"]["values"]] == ["10"]


def test_forty_units_to_a_page_numbered_through() -> None:
    units = [unit(20, name=f"Thôn {number}", number=number) for number in range(1, 46)]
    first, second = (heat_map.spec("Đảng ủy xã", units, USUAL, page=page) for page in (1, 2))
    assert "40. Thôn 40" in texts(first)
    assert "41. Thôn 41" not in texts(first)
    assert {"41. Thôn 41", "45. Thôn 45"} <= set(texts(second))
    assert any("trang 2/2" in text for text in texts(second))
    with pytest.raises(IndexError):
        heat_map.spec("Đảng ủy xã", units, USUAL, page=3)


def test_what_is_seen_is_said_in_counts() -> None:
    said = heat_map.spec("Đảng ủy xã", [unit(20, None, 10)], USUAL)["description"]
    assert "Thôn Hồng Sen: dưới mức 1 tháng, chưa họp 1 tháng" in said


def test_a_unit_with_nobody_below_is_an_empty_chart() -> None:
    spec = heat_map.spec("Đảng ủy xã", [], USUAL)
    assert fetches_nothing(spec)
