"""Drawing: what a page may carry, what is kept, and a process that dies in between."""

import asyncio
import struct
import xml.etree.ElementTree as ET

import pytest

from bot.reports.charts import trend
from bot.reports.charts.drawing import Drawer, Process, for_pages, png_of, svg, svg_at_once, svg_of
from bot.reports.charts.look import WIDTH
from tests.reports.charts.samples import USUAL, unit

SPEC = trend.spec(unit(20, None, 17, name='Thôn "A" & <B>'), USUAL)
SVG = "{http://www.w3.org/2000/svg}"


class Counting:
    """A pen that says how often it was used, and draws a line for each."""

    def __init__(self) -> None:
        self.used = 0

    def draw(self, form: str, scale: float, spec: bytes) -> bytes:
        self.used += 1
        return b'<svg width="9" height="9" viewBox="0 0 9 9">%s%d%s</svg>' % (form.encode(), scale, spec)


def test_a_page_gets_words_for_who_cannot_see_and_nothing_that_acts() -> None:
    drawn = svg_of(SPEC)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert (root.get("role"), root.get("class")) == ("img", "chart")
    assert root.get("aria-label") == SPEC["description"]
    assert "10/2026: chưa họp" in (root.get("aria-label") or "")
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "g", "rect", "path", "line", "text"}
    assert not [word for word in ("<script", "href", "style=", "url(", "onload", "@import") if word in drawn]


def test_it_is_as_wide_as_its_place_and_names_its_fonts() -> None:
    root = ET.fromstring(svg_of(SPEC))  # noqa: S314 - our own
    assert (root.get("width"), root.get("height")) == (None, None)
    assert float((root.get("viewBox") or "").split()[2]) == pytest.approx(WIDTH, abs=20)
    assert (root.get("font-family") or "").startswith("Liberation Sans, Arial")


def test_the_picture_for_the_chat_is_three_times_as_wide_and_small_to_send() -> None:
    png = png_of(SPEC)
    width, _ = struct.unpack(">II", png[16:24])
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert width == pytest.approx(3 * WIDTH, abs=50)
    assert len(png) < 150_000


def test_what_was_drawn_is_there_at_once() -> None:
    assert svg_at_once({**SPEC, "description": "Một hình khác"}) is None
    assert svg_at_once(SPEC) in {None, svg_of(SPEC)}
    assert svg_at_once(SPEC) == svg_of(SPEC) == asyncio.run(svg(SPEC))


def test_the_same_numbers_are_drawn_once() -> None:
    pen = Counting()
    drawer = Drawer(pen)
    assert drawer.draw(SPEC, "svg") == drawer.draw(dict(SPEC), "svg")
    assert pen.used == 1
    drawer.draw(SPEC, "png", 2)
    drawer.draw(SPEC, "png", 3)
    assert pen.used == 3


def test_no_more_is_kept_than_may_be_and_the_oldest_goes_first() -> None:
    pen = Counting()
    drawer = Drawer(pen, kept=600)
    for number in range(20):
        drawer.draw({"description": str(number), "what": "x" * 60}, "png")
    assert 0 < drawer.size <= 600
    assert drawer.found({"description": "19", "what": "x" * 60}, "png") is not None
    assert drawer.found({"description": "0", "what": "x" * 60}, "png") is None


def test_a_process_that_died_is_followed_by_another() -> None:
    pen = Process()
    spec = b'{"data": {"values": [{"a": 1}]}, "mark": "point"}'
    try:
        assert pen.draw("svg", 1, spec).startswith(b"<svg")
        assert pen._running is not None
        pen._running.kill()
        assert pen.draw("svg", 1, spec).startswith(b"<svg")
    finally:
        pen.end()


def test_a_spec_that_is_none_is_refused_and_the_next_is_drawn() -> None:
    with pytest.raises(ValueError, match="conversion failed"):
        svg_of({"data": {"values": []}, "mark": "no such mark"})
    assert svg_of(SPEC).startswith("<svg")


def test_words_of_people_stay_words() -> None:
    drawn = for_pages(b'<svg width="9" height="9" viewBox="0 0 9 9"></svg>', {"description": '"><script>x</script>'})
    assert b"<script" not in drawn
