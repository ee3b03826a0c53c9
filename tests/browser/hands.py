"""What somebody does at the page of the rehearsal."""

import re
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

MEMBER, SECRETARY, COMMITTEE = "dv", "bt", "cu"


@dataclass(frozen=True)
class Hands:
    """Somebody at the page."""

    page: Page

    @classmethod
    async def at(cls, page: Page, url: str) -> "Hands":
        """Looking at the page, with its news coming in; whatever breaks in it fails the test."""
        page.on("pageerror", lambda error: (_ for _ in ()).throw(AssertionError(str(error))))
        await page.goto(url)
        return cls(page)

    def bubbles(self, seat: str) -> Locator:
        return self.page.locator(f"#{seat} .screen li")

    async def says(self, seat: str, text: str) -> None:
        await self.page.fill(f"#{seat}-words", text)
        await self.page.press(f"#{seat}-words", "Enter")

    async def presses(self, seat: str, label: str) -> None:
        """The newest button of this name."""
        await self.bubbles(seat).get_by_role("button", name=label).last.click()

    async def sees(self, seat: str, *parts: str) -> None:
        """Sooner or later, without anybody reloading, one message that arrived says all this."""
        found = self.page.locator(f"#{seat} .screen li:not(.own)")
        for part in parts:
            found = found.filter(has_text=part)
        await expect(found.last).to_be_visible()

    async def moves_the_clock(self, label: str) -> str:
        """Returns what the page says of it."""
        await self.page.get_by_role("button", name=label).click()
        await expect(self.page.locator(".news")).not_to_be_empty()
        return await self.page.locator(".news").inner_text()

    async def asks(self, seat: str, text: str) -> None:
        """Say something, and wait until something new has arrived."""
        arrived = self.page.locator(f"#{seat} .screen li:not(.own):not(.none)")
        before = await arrived.count()
        await self.says(seat, text)
        await expect(arrived).to_have_count(before + 1)

    async def takes_another_phone(self, seat: str, kind: str) -> None:
        """Change the kind of phone of whoever sits here."""
        await self.page.locator(f"#{seat} .change > summary").click()
        await self.page.select_option(f"#{seat}-kind", kind)
        await self.page.locator(f"#{seat} .change button").last.click()
        await self.page.wait_for_url("**tin=**")

    async def looks_for(self, seat: str, name: str) -> Locator:
        """Returns those who were found. (What a form did before may change the address too: that is not waited for.)"""
        await self.page.locator(f"#{seat} .change > summary").click()
        await self.page.fill(f"#{seat}-search", name)
        await self.page.press(f"#{seat}-search", "Enter")
        await self.page.wait_for_url(f"**ai={seat}&tim=**")
        return self.page.locator(f"#{seat} .found li")


async def is_wider_than_the_screen(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text)]


SERIOUS = {"serious", "critical"}


async def serious(page: Page) -> list[str]:
    """What the checker finds that keeps somebody out."""
    found: Any = await Axe().run(page)
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"] if one["impact"] in SERIOUS
    ]
