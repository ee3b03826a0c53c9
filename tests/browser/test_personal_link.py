"""Whoever can only receive SMS opens the link in it and answers there, without scripts and without a login."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Rehearsal
from tests.browser.hands import MEMBER, SECRETARY, Hands, is_wider_than_the_screen, serious
from tests.browser.screens import Screens


@pytest.fixture
async def weak(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A small phone whose browser runs no scripts."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="vi-VN"
    )
    context.set_default_timeout(10_000)
    yield context
    await context.close()


async def link_in_the_sms(window: BrowserContext, rehearsal: Rehearsal) -> str:
    """The member takes a phone that only receives, the secretary calls, and the SMS has the link."""
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    await hands.takes_another_phone(MEMBER, "rehearsal_oneway")
    await hands.says(SECRETARY, "gọi họp mai 19h30 Nhà văn hóa thôn")
    await hands.sees(SECRETARY, "Mời 19 đồng chí")
    await hands.presses(SECRETARY, "Gửi giấy mời")
    await hands.sees(MEMBER, "báo dự hay vắng tại")
    await expect(hands.page.locator(f"#{MEMBER}-words")).to_have_count(0)
    found = re.search(r"http://\S+/m/\w+", await hands.bubbles(MEMBER).last.inner_text())
    assert found
    return found[0]


async def test_a_one_way_sms_is_answered_on_the_page_of_its_link(
    rehearsal: Rehearsal, window: BrowserContext, weak: BrowserContext, screens: Screens
) -> None:
    link = await link_in_the_sms(window, rehearsal)
    page = await weak.new_page()
    await page.goto(link)
    await expect(page.get_by_text("Nhà văn hóa thôn")).to_be_visible()
    await screens.keep(page, "lien-ket-rieng", whole=True)
    await page.get_by_role("button", name="Xin vắng").click()
    await expect(page.locator("main")).to_contain_text("XIN VẮNG")
    await page.reload()
    await expect(page.locator("main")).to_contain_text("XIN VẮNG")
    await screens.keep(page, "lien-ket-rieng-vang", whole=True)
    await page.get_by_role("button", name="Có mặt").click()
    await expect(page.locator("main")).to_contain_text("CÓ MẶT")
    await _counts_at_the_secretarys(window, rehearsal)


async def _counts_at_the_secretarys(window: BrowserContext, rehearsal: Rehearsal) -> None:
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    await hands.says(SECRETARY, "tình hình")
    await hands.sees(SECRETARY, "Phải dự 19: có mặt 1, xin vắng 0")


async def test_the_page_is_read_at_twice_the_size_on_a_small_phone(
    rehearsal: Rehearsal, window: BrowserContext, small: BrowserContext, screens: Screens
) -> None:
    link = await link_in_the_sms(window, rehearsal)
    page = await small.new_page()
    weight = len((await _opened(page, link)).encode())
    await _enlarge(page)
    assert weight <= 30 * 1024, weight
    assert not await is_wider_than_the_screen(page)
    assert await serious(page) == []
    for name in ("Có mặt", "Xin vắng"):
        await expect(page.get_by_role("button", name=name)).to_be_visible()
    await screens.keep(page, "lien-ket-rieng-chu-to", whole=True)


async def _opened(page: Page, link: str) -> str:
    answer = await page.goto(link)
    assert answer is not None
    return await answer.text()


async def _enlarge(page: Page) -> None:
    """As the setting of the phone does: every size that is given in rem is twice as large."""
    await page.evaluate("document.documentElement.style.fontSize = '200%'")


async def test_an_old_link_says_nothing_of_anybody(shared: Rehearsal, weak: BrowserContext, screens: Screens) -> None:
    page = await weak.new_page()
    base = shared.url.removesuffix("/tap-duot")
    answer = await page.goto(f"{base}/m/{'A' * 22}")
    assert answer is not None
    assert answer.status == 404
    assert "đồng chí" in await page.locator("main").inner_text()
    assert "Chi bộ" not in await page.locator("main").inner_text()
    await screens.keep(page, "lien-ket-het-han")
