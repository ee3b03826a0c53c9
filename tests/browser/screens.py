"""Pictures of what was seen."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page


@dataclass(frozen=True)
class Screens:
    """A folder of pictures."""

    folder: Path

    async def keep(self, page: Page, name: str, *, whole: bool = False) -> None:
        await page.screenshot(path=self.folder / f"{name}.png", full_page=whole)
