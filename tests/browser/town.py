"""A rehearsal in which several people have come in to the committee's pages, each in a browser that runs no scripts."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.hands import COMMITTEE, SECRETARY, Hands

DISTRICT, COMMUNE, CELL = "binh-lieu", "suoi-trong", "suoi-trong-dau-suoi"
OFFICE, NOBODY = "office", "nobody"


@dataclass(frozen=True)
class Town:
    """The page of the rehearsal, and the browsers of those who have come in, by what they are."""

    url: str
    windows: dict[str, BrowserContext]
    known: set[tuple[str, bool]] = field(default_factory=set)
    """The kinds of pages that were looked at closely."""

    @property
    def base(self) -> str:
        return self.url.removesuffix("/tap-duot")


@asynccontextmanager
async def all_come_in(browser: Browser, url: str) -> AsyncIterator[Town]:
    """The district's committee and office, a commune and a secretary, by the chat."""
    talk = await browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    hands = await Hands.at(talk, url)
    links = {DISTRICT: await asks_for_the_page(hands, COMMITTEE), CELL: await asks_for_the_page(hands, SECRETARY)}
    for who, sought, office in ((COMMUNE, "xã Suối Trong", "ấp ủy"), (OFFICE, "Huyện ủy Bình Liêu", "ăn phòng")):
        found = await hands.looks_for(COMMITTEE, sought)
        await found.filter(has_text=office).first.get_by_role("link").click()
        links[who] = await asks_for_the_page(hands, COMMITTEE)
    windows = {name: await without_scripts(browser) for name in (*links, NOBODY)}
    for name, link in links.items():
        await comes_in(windows[name], link)
    yield Town(url, windows)
    for one in (talk.context, *windows.values()):
        await one.close()


async def without_scripts(browser: Browser) -> BrowserContext:
    context = await browser.new_context(
        viewport={"width": 1440, "height": 800}, java_script_enabled=False, locale="vi-VN"
    )
    context.set_default_timeout(10_000)
    return context


async def asks_for_the_page(hands: Hands, seat: str) -> str:
    """The link that the chat gives."""
    given = hands.bubbles(seat).filter(has_text="/vao/")
    before = await given.count()
    await hands.says(seat, "trang tổng hợp")
    await expect(given).to_have_count(before + 1)
    found = re.search(r"http://\S+/vao/[\w-]+", await given.last.inner_text())
    assert found
    return found[0]


async def comes_in(context: BrowserContext, link: str) -> Page:
    page = await context.new_page()
    await page.goto(link)
    await page.get_by_role("button", name="Mở trang tổng hợp").click()
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    return page
