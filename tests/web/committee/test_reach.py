"""How people are reached: everybody is counted once, whatever is lacking, and the sums agree with the roster."""

import re

import pytest
from sqlalchemy import func, select, update

from bot.model.endpoints import Address, Consent
from bot.model.members import Membership
from bot.reports.charts import look
from bot.web.committee import reach
from bot.words import reach_pages as words
from tests import village
from tests.conftest import NOW
from tests.web.committee.asked import asked, row
from tests.web.committee.office import Pages


@pytest.fixture(scope="module")
async def linked(open_office: Pages) -> Pages:
    """To the five of Thôn Hai without a phone come five that are linked; to the seven of Thôn Ba one with a number.

    In Thôn Hai two are received: one of Thôn Một, and one whose own cell is not in the books.
    """
    pages = open_office
    two, three = pages.units["thon-hai"], pages.units["thon-ba"]
    async with pages.sessions.begin() as db:
        reached, otherwise, silent, stopped, dead = await village.members(db, two, 5)
        gone = await village.reachable_at(db, otherwise, NOW, channel="telegram")
        gone.dead_at = NOW
        await village.reachable_at(db, otherwise, NOW, channel="sms")
        for person in (reached, silent, stopped, dead):
            place = await village.reachable_at(db, person, NOW, channel="telegram")
            place.dead_at = NOW if person is dead else None
        await db.execute(update(Consent).filter_by(member_id=silent.id).values(withdrawn_at=NOW))
        await db.execute(update(Address).filter_by(member_id=stopped.id).values(stopped_at=NOW))
        await village.member(db, three, "Lò Văn Số", phone="+84912345678")
        db.add(Membership(member_id=pages.viewers["member"].id, unit_id=two.id, is_temporary=True))
        await village.member(db, two, "Vì Văn Khách", temporary=True)
    return pages


async def test_everybody_is_counted_once_and_nobody_left_out(linked: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop/xa-dong/kenh", "commune") == 200
    text = pages.text
    assert row(text, "Thôn Hai") == ["11", "1", "1", "1", "1", "1", "0", "6"]
    assert row(text, "Thôn Một") == ["8", "0", "0", "0", "0", "0", "0", "8"]
    assert words.identity(19, 2, 17) in text
    assert await pages.gets("/tong-hop/tinh/kenh?xep=-t-unlinked", "province") == 200
    assert text.index(words.LACKS["unlinked"]) > 0
    assert row(pages.text, "Đảng ủy xã Tây") == ["18", "0", "0", "0", "0", "0", "1", "17"]
    async with pages.sessions() as db:
        everybody = await db.scalar(select(func.count(Membership.member_id.distinct())))
    assert words.identity(everybody or 0, 2, 35) in pages.text


async def test_a_cell_sees_its_own_and_the_chart_has_an_address(linked: Pages, pages: Pages) -> None:
    assert await pages.gets("/tong-hop/thon-mot/kenh", "clerk") == 200
    assert words.identity(8, 0, 8) in pages.text
    assert await pages.gets("/tong-hop/xa-dong/kenh-bieu-do", "commune") == 200
    assert pages.text.startswith("<svg")
    assert "Lê Thị" not in pages.text


async def test_a_unit_of_many_cells_leads_on_to_those_below_it_whatever_the_address_names(
    linked: Pages, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "MOST_CELLS", 3)
    for query in ("", "?ky=m2020-01", "?loai=thematic", "?ky=m2031-05"):
        assert await pages.gets(f"/tong-hop/tinh/kenh{query}", "province") == 200
        assert words.TOO_MANY in pages.text, query
        assert "không có số chung của cả đơn vị" in pages.text
        assert row(pages.text, "Đảng ủy xã Tây") == ["2"]
        assert await pages.gets(f"/tong-hop/tinh/kenh-bieu-do{query}", "province") == 400
    assert await pages.gets("/tong-hop/xa-dong/kenh", "province") == 200
    assert words.identity(19, 2, 17) in pages.text


async def test_the_chart_shows_every_unit_in_as_many_parts_as_it_takes(
    linked: Pages, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "MOST_ROWS", 1)
    assert await pages.gets("/tong-hop/xa-dong/kenh", "commune") == 200
    parts = re.findall(r'src="([^"]*kenh-bieu-do[^"]*)"', pages.text)
    shown = [await pages.gets(one, "commune") == 200 and pages.text for one in parts]
    assert ["Thôn Hai" in str(one) for one in shown] == [True, False]
    assert ["Thôn Một" in str(one) for one in shown] == [False, True]
    assert await pages.gets("/tong-hop/xa-dong/kenh-bieu-do?hinh=3", "commune") == 400


async def test_the_page_asks_so_often(linked: Pages, pages: Pages) -> None:
    with asked() as statements:
        assert await pages.gets("/tong-hop/tinh/kenh", "province") == 200
    assert len(statements) <= 10
