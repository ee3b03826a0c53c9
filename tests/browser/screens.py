"""Pictures of what was seen."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page

UNROLLED = """one => {
    for (let it = one.parentElement; it; it = it.parentElement)
        Object.assign(it.style, {maxHeight: "none", height: "auto", overflow: "visible"});
    for (const it of document.querySelectorAll("body *"))
        if (getComputedStyle(it).position === "sticky") it.style.position = "static";
}"""


@dataclass(frozen=True)
class Screens:
    """A folder of pictures."""

    folder: Path

    async def keep_part(self, part: Locator, name: str) -> None:
        """One message, whole, also where it is longer than the phone on the page."""
        await part.evaluate(UNROLLED)
        await part.screenshot(path=self.folder / f"{name}.png")

    async def keep(self, page: Page, name: str, *, whole: bool = False) -> None:
        await page.screenshot(path=self.folder / f"{name}.png", full_page=whole)
