"""The page of the rehearsal on a desk and on a small phone, for eyes, keyboards and screen readers."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import BrowserContext, Page, expect

from tests.browser.conftest import Rehearsal, rehearsing
from tests.browser.hands import COMMITTEE, MEMBER, SECRETARY, Hands, is_wider_than_the_screen, serious
from tests.browser.screens import Screens


async def with_talk(hands: Hands) -> None:
    await hands.says(SECRETARY, "gọi họp mai 19h30 Nhà văn hóa thôn")
    await hands.sees(SECRETARY, "Mời 19 đồng chí")
    await hands.says(COMMITTEE, "báo cáo năm nay")
    await hands.sees(COMMITTEE, "Huyện ủy Bình Liêu")


async def test_nothing_serious_keeps_anybody_out(shared: Rehearsal, window: BrowserContext) -> None:
    hands = await Hands.at(await window.new_page(), shared.url)
    assert await serious(hands.page) == []
    await with_talk(hands)
    await hands.looks_for(MEMBER, "an")
    assert await serious(hands.page) == []


async def test_in_the_dark_neither(shared: Rehearsal, window: BrowserContext) -> None:
    page = await window.new_page()
    await page.emulate_media(color_scheme="dark")
    hands = await Hands.at(page, shared.url)
    await with_talk(hands)
    assert await serious(page) == []


async def test_on_a_small_phone_neither_and_nothing_sticks_out(
    shared: Rehearsal, small: BrowserContext, screens: Screens
) -> None:
    hands = await Hands.at(await small.new_page(), shared.url)
    assert not await is_wider_than_the_screen(hands.page)
    await with_talk(hands)
    await hands.looks_for(MEMBER, "dau suoi")
    assert not await is_wider_than_the_screen(hands.page)
    assert await serious(hands.page) == []
    await hands.page.get_by_role("link", name="Bí thư chi bộ").click()
    await screens.keep(hands.page, "tap-duot-360")


async def test_all_is_done_with_the_keyboard_alone(rehearsal: Rehearsal, window: BrowserContext) -> None:
    page = await window.new_page()
    hands = await Hands.at(page, rehearsal.url)
    await _tab_to(page, f"#{SECRETARY}-words")
    await page.keyboard.type("gọi họp mai 19h30 Nhà văn hóa thôn")
    await page.keyboard.press("Enter")
    await hands.sees(SECRETARY, "Mời 19 đồng chí")
    await _tab_to(page, "text=Gửi giấy mời", back=True)
    await page.keyboard.press("Enter")
    await hands.sees(SECRETARY, "Đã gọi họp")
    await hands.sees(MEMBER, "Kính mời đồng chí")
    await _tab_to(page, f"#{MEMBER} button:has-text('Có mặt')", back=True)
    await page.keyboard.press("Space")
    await hands.sees(MEMBER, "Đã ghi: đồng chí CÓ MẶT")


async def _tab_to(page: Page, wanted: str, *, back: bool = False) -> None:
    """Press Tab until it is there."""
    for _ in range(80):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        if await page.locator(wanted).last.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


async def test_what_could_not_be_sent_is_still_there_and_goes_later(
    rehearsal: Rehearsal, window: BrowserContext
) -> None:
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    await _cut_off(hands.page, is_off=True)
    await hands.says(COMMITTEE, "báo cáo năm nay")
    await expect(hands.page.locator(".news")).to_contain_text("Chưa gửi được")
    await expect(hands.page.locator(".news")).to_have_class("news lost")
    await expect(hands.page.locator(f"#{COMMITTEE}-words")).to_have_value("báo cáo năm nay")
    await _cut_off(hands.page, is_off=False)
    await hands.page.press(f"#{COMMITTEE}-words", "Enter")
    await hands.sees(COMMITTEE, "Huyện ủy Bình Liêu")
    await expect(hands.page.locator(".news")).to_have_class("news")


async def _cut_off(page: Page, *, is_off: bool) -> None:
    """Until it is so: the network is another process of the browser, and hears of it some time after we are told."""
    await page.context.set_offline(is_off)
    while await page.evaluate("fetch(location.href).then(() => true, () => false)") is is_off:
        pass


async def test_the_way_from_phone_to_phone_stays_in_sight(shared: Rehearsal, small: BrowserContext) -> None:
    page = await small.new_page()
    await page.goto(shared.url)
    for name in ("Cấp ủy cấp trên", "Bí thư chi bộ"):
        await page.get_by_role("link", name=name).click()
        await expect(page.get_by_role("heading", name=name)).to_be_in_viewport()
        await expect(page.get_by_role("link", name="Đảng viên", exact=True)).to_be_in_viewport()


async def test_without_scripts_every_form_works(rehearsal: Rehearsal, window: BrowserContext) -> None:
    await window.route("**/may.js", lambda route: route.abort())
    page = await window.new_page()
    await page.goto(rehearsal.url)
    await page.fill(f"#{COMMITTEE}-words", "báo cáo năm nay")
    await page.press(f"#{COMMITTEE}-words", "Enter")
    await _reloaded_until(page, lambda: page.locator(f"#{COMMITTEE} .screen").inner_text(), "Huyện ủy Bình Liêu")


async def _reloaded_until(page: Page, look: Callable[[], Awaitable[str]], part: str) -> None:
    for _ in range(40):
        if part in await look():
            return
        await page.wait_for_timeout(100)
        await page.reload()
    raise AssertionError(f"never seen: {part}")


async def test_who_sits_where_is_changed_by_search(shared: Rehearsal, window: BrowserContext) -> None:
    hands = await Hands.at(await window.new_page(), shared.url)
    found = await hands.looks_for(SECRETARY, "buu dien")
    await expect(found.first).to_contain_text("Bưu điện")
    await found.first.get_by_role("link").click()
    await expect(hands.page.locator(f"#{SECRETARY} .owner")).to_contain_text("Chi bộ Bưu điện")
    await expect(hands.page.locator(f"#{MEMBER} .owner")).to_contain_text("Thôn Đầu Suối")
    nobody = await hands.looks_for(COMMITTEE, "không có ai tên thế")
    await expect(nobody).to_have_text(
        "Không tìm thấy ai. Mời đồng chí thử một phần của tên, tên chi bộ, hoặc số điện thoại."
    )


async def test_a_plain_phone_shows_numbers_and_is_answered_with_one(
    rehearsal: Rehearsal, window: BrowserContext, screens: Screens
) -> None:
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    await hands.takes_another_phone(MEMBER, "rehearsal_plain")
    await hands.says(SECRETARY, "gọi họp mai 19h30 Nhà văn hóa thôn")
    await hands.presses(SECRETARY, "Gửi giấy mời")
    await hands.sees(MEMBER, "1. Có mặt", "2. Xin vắng")
    await expect(hands.bubbles(MEMBER).get_by_role("button")).to_have_count(0)
    await hands.says(MEMBER, "1")
    await hands.sees(MEMBER, "Đã ghi: đồng chí CÓ MẶT")
    await screens.keep(hands.page, "tap-duot-sms")


async def test_pictures_and_files_arrive_as_on_a_phone(shared: Rehearsal, window: BrowserContext) -> None:
    hands = await Hands.at(await window.new_page(), shared.url)
    await hands.asks(COMMITTEE, "báo cáo năm nay")
    await hands.presses(COMMITTEE, "Xem thêm")
    await hands.presses(COMMITTEE, "Bảng ảnh")
    picture = hands.bubbles(COMMITTEE).locator("img").last
    await expect(picture).to_be_visible(timeout=20_000)
    assert await picture.evaluate("one => one.naturalWidth") > 300
    await hands.asks(COMMITTEE, "báo cáo năm nay")
    await hands.presses(COMMITTEE, "Xem thêm")
    await hands.presses(COMMITTEE, "Tệp Excel")
    async with hands.page.expect_download(timeout=30_000) as download:
        await hands.bubbles(COMMITTEE).locator("a.file").last.click(timeout=20_000)
    assert (await download.value).suggested_filename.endswith(".xlsx")


async def test_what_was_played_is_there_after_a_restart_and_the_clock_goes_on(
    district: Path, tmp_path: Path, window: BrowserContext
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(district, folder)
    with rehearsing(folder) as before:
        hands = await Hands.at(await window.new_page(), before.url)
        await hands.says(MEMBER, "họp")
        await hands.sees(MEMBER, "chưa có buổi họp")
        await hands.moves_the_clock("Sang ngày mai")
        hour = await hands.page.locator(".hour strong").inner_text()
    with rehearsing(folder) as after:
        hands = await Hands.at(await window.new_page(), after.url)
        await hands.sees(MEMBER, "chưa có buổi họp")
        assert (await hands.page.locator(".hour strong").inner_text())[:20] == hour[:20]
