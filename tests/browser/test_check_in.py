"""At the meeting: the secretary's phone shows the picture and the code, a member types it, and the count goes on."""

import re

from playwright.async_api import Browser, BrowserContext, expect

from tests.browser.conftest import Rehearsal
from tests.browser.hands import MEMBER, SECRETARY, Hands, is_wider_than_the_screen, serious
from tests.browser.screens import Screens


async def test_a_member_checks_in_and_the_screen_counts_it(
    rehearsal: Rehearsal, window: BrowserContext, browser: Browser, screens: Screens
) -> None:
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    await hands.says(SECRETARY, "gọi họp mai 19h30 Nhà văn hóa thôn")
    await hands.presses(SECRETARY, "Gửi giấy mời")
    await hands.sees(MEMBER, "Nhà văn hóa thôn")
    await hands.moves_the_clock("Đến giờ họp")
    await hands.says(SECRETARY, "mở điểm danh")
    await hands.presses(SECRETARY, "Cả hình QR và mã đọc")
    await hands.presses(SECRETARY, "Mở màn hình")
    await hands.sees(SECRETARY, "Màn hình điểm danh")
    found = re.search(r"http://\S+/man-hinh/[\w-]+", await hands.bubbles(SECRETARY).last.inner_text())
    assert found
    phone = await browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = await phone.new_page()
    await page.goto(found[0])
    await page.get_by_role("button", name="Mở màn hình điểm danh").click()
    await expect(page.locator(".qr svg")).to_be_visible()
    assert not await is_wider_than_the_screen(page)
    assert await serious(page) == []
    await screens.keep(page, "man-hinh-diem-danh", whole=True)
    await hands.says(MEMBER, f"DD {await page.locator('.said').inner_text()}")
    await hands.sees(MEMBER, "Đã ghi đồng chí")
    await expect(page.locator(".count")).to_contain_text("1/", timeout=15_000)
    await phone.close()
