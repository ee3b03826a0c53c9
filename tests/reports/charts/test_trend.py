"""Twelve months of a unit as a line: gaps where nothing was held, the line to reach, the year before."""

from dataclasses import replace

from bot.reports.charts import trend
from bot.reports.charts.look import BLACK, MIDDLE, page_count, year_heads
from bot.services.rate import Counts, Line
from tests.reports.charts.samples import MONTHS, USUAL, fetches_nothing, found, texts, unit


def test_a_month_that_was_not_met_is_a_gap_with_a_cross_and_no_zero() -> None:
    spec = trend.spec(unit(20, 19, None, 18, 17), USUAL)
    dots = found(spec, "point", BLACK)
    assert len(dots) == 4
    joined = [one for one in found(spec, "rule", BLACK) if (one["x"], one["y"]) in {(d["x"], d["y"]) for d in dots}]
    assert len(joined) == 2, "20-19 and 18-17, and nothing across the gap"
    assert "0" not in texts(spec)


def test_a_month_in_which_nothing_was_due_is_empty() -> None:
    spec = trend.spec(unit(20), USUAL)
    crosses = [one for one in found(spec, "rule", BLACK) if one["x2"] - one["x"] == 9]
    assert (len(found(spec, "point", BLACK)), crosses) == (1, [])


def test_last_year_is_pale_and_only_there_where_it_is_known() -> None:
    before = unit(16, 18)
    spec = trend.spec(unit(20, 19), USUAL, before.months)
    assert len(found(spec, "point", MIDDLE)) == 2
    assert any("năm trước" in text for text in texts(spec))
    assert not any("năm trước" in text for text in texts(trend.spec(unit(20, 19), USUAL)))


def test_the_numbers_are_whole_percents_never_rounded_up_to_the_line() -> None:
    reached = Counts(200, 190, 0, 10)
    under = Counts(200, 189, 0, 11)  # 94,5 %
    months = [replace(one, counts=counts) for one, counts in zip(unit(1, 1).months[-2:], (reached, under), strict=True)]
    assert {"95", "94"} <= set(texts(trend.spec(replace(unit(), months=(*unit().months[:10], *months)), USUAL)))


def test_what_is_seen_is_said() -> None:
    said = trend.spec(unit(20, None), Line(">", 85))["description"]
    assert "10/2026: 100,00\u00a0%; 11/2026: chưa họp" in said
    assert "Cần đạt mức trên 85\u00a0%." in said


def test_nothing_is_fetched() -> None:
    assert fetches_nothing(trend.spec(unit(20), USUAL))


def test_years_that_would_touch_are_not_both_written() -> None:
    assert year_heads(MONTHS) == [(1, "2026")]
    assert year_heads(["2026-01", "2026-02"]) == [(0, "2026")]
    assert year_heads(["2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01"]) == [
        (0, "2025"),
        (7, "2026"),
    ]


def test_nobody_below_is_one_empty_page() -> None:
    assert [page_count(rows) for rows in (0, 1, 40, 41)] == [1, 1, 1, 2]
