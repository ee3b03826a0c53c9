"""What stands around every page, and that lists count as the first page does."""

import re
from collections.abc import Sequence
from datetime import date

import pytest

from bot.model.units import Unit
from bot.web.pages import TEMPLATES
from bot.words import committee_pages as words
from tests.web.committee.office import Pages

TRAIL = re.compile(r'<nav class="row trail".*?</nav>', re.DOTALL)


@pytest.mark.parametrize(
    ("viewer", "page", "line"),
    [
        ("province", "thon-mot", ["Tỉnh ủy Hồng Hà", "Đảng ủy xã Đông", "Thôn Một"]),
        ("province", "tinh", ["Tỉnh ủy Hồng Hà"]),
        ("commune", "thon-mot", ["Đảng ủy xã Đông", "Thôn Một"]),
        ("secretary", "thon-mot", ["Thôn Một"]),
    ],
)
async def test_the_way_to_a_unit_begins_where_the_visitors_own_office_is(
    pages: Pages, viewer: str, page: str, line: Sequence[str]
) -> None:
    assert await pages.gets(f"/tong-hop/{page}", viewer) == 200
    found = TRAIL.search(pages.text)
    assert found is not None
    assert re.findall(r"<(?:a|span)[^>]*>([^<]+)</(?:a|span)>", found[0]) == line


async def test_a_period_that_is_to_come_stands_among_those_to_choose_from(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/xa-dong?ky=m2027-03", "commune") == 200
    assert '<span class="here" aria-current="page">tháng 03/2027</span>' in pages.text
    assert "Kỳ báo cáo: tháng 03/2027." in pages.text


async def test_the_present_page_is_named_where_the_pages_are_folded_away(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/xa-dong/don-vi", "commune") == 200
    assert "<summary>Các trang: Từng đơn vị</summary>" in pages.text


async def test_a_list_over_several_months_also_counts_how_often(pages: Pages) -> None:
    """Thôn Hai has met in neither October nor November; the first page counts both."""
    assert await pages.gets("/tong-hop/xa-dong?ky=q2026-4", "commune") == 200
    assert "2</a><small>lượt chi bộ</small>" in pages.text
    assert await pages.gets("/tong-hop/xa-dong/chua-hop?ky=q2026-4", "commune") == 200
    assert "1 chi bộ chưa họp thường kỳ, quý IV/2026: 2 lượt." in pages.text


async def test_what_cannot_be_reckoned_is_no_link(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/xa-dong?ky=m2027-03", "commune") == 200
    assert "<dd>—</dd>" in pages.text


async def test_a_unit_that_is_closed_says_so(pages: Pages) -> None:
    days = (date(2026, 11, 1), "đã kết thúc từ 01/11"), (date(2026, 12, 31), "sẽ kết thúc từ 31/12"), (None, "")
    for on, said in days:
        async with pages.sessions.begin() as db:
            (await db.get_one(Unit, pages.units["thon-hai"].id)).closed_on = on
        assert await pages.gets("/tong-hop/thon-hai", "commune") == 200
        assert said in pages.text
    assert "kết thúc từ" not in pages.text


@pytest.mark.parametrize(("address", "leads_home"), [("/tong-hop/xa-dong/khong-co", True), ("/khong-co", False)])
async def test_an_address_that_is_none_is_answered_in_words(pages: Pages, address: str, leads_home: bool) -> None:
    assert await pages.gets(address, "commune") == 404
    assert words.NOWHERE in pages.text
    assert ('href="/tong-hop"' in pages.text) is leads_home


async def test_a_page_of_a_cell_speaks_of_no_units_below_it(pages: Pages) -> None:
    """The pages of a cell about documents and messages spoke of the units below it, which it has not."""
    for path in ("van-ban", "tin-gui"):
        assert await pages.gets(f"/tong-hop/thon-mot/{path}", "secretary") == 200
        assert "bên dưới" not in pages.text


SAID_TWICE = re.compile(r"<h2[^>]*>(\{\{ [\w.]+ \}\})</h2>(?:(?!<h2).)*?<caption>\1</caption>", re.DOTALL)


def test_no_table_repeats_the_heading_above_it() -> None:
    """The heading stood once more, word for word, as the caption below it: that is for those who hear the page."""
    loader, names = TEMPLATES.loader, TEMPLATES.list_templates()
    assert loader is not None
    texts = {name: loader.get_source(TEMPLATES, name)[0] for name in names if name.endswith(".html")}
    assert not [name for name, text in texts.items() if SAID_TWICE.search(text)]


async def test_the_meetings_of_a_cell_are_named_once_to_see_and_once_to_hear(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/thon-mot?ky=q2026-4", "secretary") == 200
    assert '<caption><span class="unseen">Các buổi họp trong kỳ</span></caption>' in pages.text
