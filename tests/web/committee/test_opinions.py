"""Opinions in numbers: nobody's words, and no number that could name somebody."""

import pytest

from bot.model.opinions import OpinionKind
from bot.services import opinions
from bot.words import opinion_pages as words
from tests.conftest import NOW
from tests.web.committee.asked import asked, row
from tests.web.committee.office import Pages

ROAD = "Đường vào thôn hỏng nặng, xin sửa sớm."


@pytest.fixture(scope="module")
async def heard(open_office: Pages) -> Pages:
    """Three in Thôn Một, two of them about roads, and one in Thôn Bốn."""
    pages = open_office
    async with pages.sessions.begin() as db:
        for code, kind in (
            ("thon-mot", OpinionKind.ECONOMY), ("thon-mot", OpinionKind.ECONOMY), ("thon-mot", OpinionKind.CULTURE),
            ("thon-bon", OpinionKind.OTHER),
        ):  # fmt: skip
            await opinions.arrive(db, pages.units[code], kind, ROAD, NOW)
    return pages


async def test_they_are_counted_by_unit_kind_and_state(heard: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop/tinh/y-kien?xep=-economy", "province") == 200
    text = pages.text
    assert row(text, "Đảng ủy xã Đông") == ["3", "3", "0", "0", "0", "0", "2", "1", "0", "0", "0"]
    assert row(text, words.SUM) == ["4", "4", "0", "0", "0", "0", "2", "1", "0", "0", "1"]
    assert await pages.gets("/tong-hop/xa-dong/y-kien", "commune") == 200
    assert row(pages.text, "Chi bộ Thôn Một")[0] == "3"
    assert ROAD not in pages.text
    assert await pages.gets("/tong-hop/tinh/y-kien?ky=m2026-10", "province") == 200
    assert words.NONE in pages.text


async def test_of_a_cell_only_whoever_hears_them_sees_how_many(heard: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop/thon-mot/y-kien", "secretary") == 200
    assert "Thôn Một" in pages.text
    for viewer in ("clerk", "supervisor", "commune"):
        assert await pages.gets("/tong-hop/thon-mot/y-kien", viewer) == 403


async def test_the_page_asks_so_often(heard: Pages, pages: Pages) -> None:
    with asked() as statements:
        assert await pages.gets("/tong-hop/tinh/y-kien", "province") == 200
    assert len(statements) <= 10
