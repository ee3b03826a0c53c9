"""The committee's pages in a browser that runs no scripts: in by the chat, through every page, and no further."""

import pytest
from playwright.async_api import BrowserContext, expect

from bot.refusals import NotAllowed
from bot.web.committee.routes import PAGES
from bot.words.refused import refused
from tests.browser.conftest import Rehearsal
from tests.browser.hands import COMMITTEE, MEMBER, Hands
from tests.browser.town import CELL, COMMUNE, DISTRICT, NOBODY, OFFICE, Town, asks_for_the_page, comes_in
from tests.browser.walking import Walk, opened

OTHER_COMMUNE, OTHER_CELL, NOWHERE = "khe-lanh", "suoi-trong-dong-tam", "khong-co"
BEHIND_A_FORM = {"/sap-xep/{leaf}"}
SLOW = pytest.mark.timeout(300)
"""On a machine that has much else to do."""


async def test_the_chat_gives_a_link_that_lets_in_once_and_twelve_hours_later_one_is_out(
    rehearsal: Rehearsal, window: BrowserContext, scriptless: BrowserContext
) -> None:
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    link = await asks_for_the_page(hands, COMMITTEE)
    page = await comes_in(scriptless, link)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Huyện ủy Bình Liêu")
    again = await scriptless.new_page()
    assert await opened(again, link) == 404
    await page.get_by_role("button", name="Đăng xuất").click()
    home = f"{rehearsal.url.removesuffix('/tap-duot')}/tong-hop/{DISTRICT}"
    assert await opened(page, home) == 401
    page = await comes_in(scriptless, await asks_for_the_page(hands, COMMITTEE))
    assert await opened(page, home) == 200
    await hands.moves_the_clock("Sang ngày mai")
    assert await opened(page, home) == 401
    await expect(page.locator("main")).to_contain_text("trang tổng hợp")


@SLOW
async def test_links_lead_the_office_to_every_page_there_is(town: Town) -> None:
    walk = await Walk.begin(town.windows[OFFICE], town.base)
    await walk.through(DISTRICT, town.known)
    await walk.through(CELL, town.known, is_cell=True)
    await _is_in_order(walk)
    assert {page.path for page in PAGES} - walk.reached() == BEHIND_A_FORM


@SLOW
async def test_a_committee_goes_through_all_its_pages(town: Town) -> None:
    walk = await Walk.begin(town.windows[DISTRICT], town.base)
    await walk.through(DISTRICT, town.known)
    await _is_in_order(walk)
    assert await walk.goes(f"/tong-hop/{DISTRICT}/sap-xep") == 403


@SLOW
async def test_a_commune_goes_through_its_own_pages_and_no_further(town: Town) -> None:
    walk = await Walk.begin(town.windows[COMMUNE], town.base)
    await walk.through(COMMUNE, town.known)
    await _is_in_order(walk)
    await _are_closed(walk, [DISTRICT, OTHER_COMMUNE, NOWHERE])


@SLOW
async def test_a_secretary_sees_the_cell_its_people_and_nothing_above(town: Town) -> None:
    walk = await Walk.begin(town.windows[CELL], town.base)
    await walk.through(CELL, town.known, is_cell=True)
    await _is_in_order(walk)
    await walk.goes(f"/tong-hop/{CELL}")
    await expect(walk.page.locator("main")).to_contain_text("Lỷ Tắc Thoa")
    await _are_closed(walk, [DISTRICT, COMMUNE, OTHER_CELL, NOWHERE])


async def _is_in_order(walk: Walk) -> None:
    assert walk.refused() == {}
    assert walk.elsewhere() == []
    assert walk.trouble == []
    await walk.checking.close()


async def _are_closed(walk: Walk, units: list[str]) -> None:
    """Every page of a foreign unit, and of one that there is not, typed by hand: the same words, and nothing of it."""
    said = set()
    for unit in units:
        for page in PAGES:
            address = f"{walk.base}/tong-hop/{unit}{page.path.replace('{leaf}', '1')}"
            assert (await walk.page.context.request.get(address)).status == 403, address
        assert await walk.goes(f"/tong-hop/{unit}") == 403
        said.add(await walk.page.locator("main").inner_text())
    assert len(said) == 1


async def test_who_is_not_let_in_sees_nothing_and_is_told_how(town: Town) -> None:
    walk = await Walk.begin(town.windows[NOBODY], town.base)
    for path in ("/tong-hop", f"/tong-hop/{DISTRICT}", f"/tong-hop/{CELL}/don-vi", "/tai-khoan"):
        assert await walk.goes(path) == 401, path
        await expect(walk.page.locator("main")).to_contain_text("nhắn “trang tổng hợp”")
    assert await walk.goes(f"/vao/{'A' * 32}") == 404


async def test_a_member_gets_no_link(town: Town, window: BrowserContext) -> None:
    hands = await Hands.at(await window.new_page(), town.url)
    await hands.says(MEMBER, "trang tổng hợp")
    await hands.sees(MEMBER, refused(NotAllowed()))
    await expect(hands.bubbles(MEMBER).filter(has_text="/vao/")).to_have_count(0)


async def test_an_address_that_is_none_is_said_in_words(town: Town) -> None:
    walk = await Walk.begin(town.windows[DISTRICT], town.base)
    for behind in ("?ky=m2026-13", "?loai=xyz", "/don-vi?xep=khong-co", "/don-vi?trang=0", "/van-ban/999", "/buoi/x"):
        assert await walk.goes(f"/tong-hop/{DISTRICT}{behind}") == 400, behind
        await expect(walk.page.locator("h1")).to_have_text("Địa chỉ trang không đúng")
