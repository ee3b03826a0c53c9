"""Through the committee's pages as somebody does who follows links: each kind of page once, each kind of link tried."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urljoin, urlsplit

from playwright.async_api import APIResponse, BrowserContext, Page, Request

from bot.web.committee.routes import PAGES
from tests.browser.hands import is_wider_than_the_screen, serious

SEEN_IN_PAGE = """() => {
    const missing = (found, wanted) => [...document.querySelectorAll(found)].filter(one => !wanted(one))
        .map(one => one.outerHTML.slice(0, 120));
    const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map(one => Number(one.tagName[1]));
    const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
    return {
        title: document.title, lang: document.documentElement.lang,
        wrong: {
            "not one h1": levels.filter(one => one === 1).length === 1 ? [] : levels,
            "a level of headings is left out": levels.filter((one, place) => place && one > levels[place - 1] + 1),
            "an id stands twice": ids.filter((one, place) => ids.indexOf(one) !== place),
            "a table without a caption": missing("table", one => one.caption && one.caption.textContent.trim()),
            "a head that says not what it heads": missing("th", one => ["col", "row"].includes(one.scope)),
            "what the keyboard cannot move": missing(".scroll", one => one.tabIndex === 0
                && one.getAttribute("role") === "region" && one.getAttribute("aria-label")),
            "a field without a label": missing("input:not([type=hidden]), select, textarea", one => one.labels.length),
            "a form without its key": missing("form[method=post]", one => one.querySelector("[name=khoa]")),
            "a picture that says nothing": missing("img", one => one.alt).concat(
                missing("svg", one => one.getAttribute("aria-label") || one.getAttribute("aria-hidden"))),
            "a link or button without words": missing("a, button", one => one.textContent.trim()
                || one.getAttribute("aria-label")),
            "not one present page in a row of links": missing("nav.row", one =>
                one.querySelectorAll("[aria-current=page]").length <= 1),
            "a style that the policy forbids": missing("[style]", () => false),
            "a script": missing("script", () => false),
        },
        links: [...document.querySelectorAll("a[href], img[src]")].map(one => one.href || one.src),
    };
}"""
VIEWS: tuple[tuple[int, Literal["dark", "light"]], ...] = ((360, "dark"), (1440, "light"))
LOOKS = Counter(page.path for page in PAGES)
"""How many rows of the table share a path: a cell has another first page than a committee."""
EACH = 1
"""So many links of one kind are tried from each page that has them."""


def row_of(address: str) -> str | None:
    """The path of the row in the table of pages; None for what belongs to no unit."""
    found = re.fullmatch(r"/tong-hop/[^/]+(/.*)?", urlsplit(address).path)
    if found is None:
        return None
    for page in PAGES:
        if re.fullmatch(re.escape(page.path).replace(re.escape("{leaf}"), "[^/]+"), found[1] or ""):
            return page.path
    raise AssertionError(f"no such page: {address}")


@dataclass
class Walk:
    """One visitor's way: what was asked for, what the browser complained of, which links were tried."""

    page: Page
    checking: BrowserContext
    """The same visitor where scripts may run."""
    base: str
    asked: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    tried: dict[str, int] = field(default_factory=dict)
    """Status by address."""

    @classmethod
    async def begin(cls, window: BrowserContext, base: str) -> "Walk":
        assert window.browser is not None
        checking = await window.browser.new_context(storage_state=await window.storage_state(), locale="vi-VN")
        walk = cls(await window.new_page(), checking, base)
        walk.page.on("request", walk._note)
        walk.page.on("console", lambda said: walk.trouble.append(said.text) if said.type == "error" else None)
        walk.page.on("pageerror", lambda error: walk.trouble.append(str(error)))
        return walk

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)

    async def goes(self, address: str) -> int:
        """Typed into the line of addresses."""
        return await opened(self.page, urljoin(self.base, address))

    async def through(self, unit: str, known: set[tuple[str, bool]], *, is_cell: bool = False) -> None:
        """Every page of the unit that can be reached from its first; what is not yet `known` is looked at closely."""
        first = f"{self.base}/tong-hop/{unit}"
        waiting, opened = [first], set[str]()
        while waiting:
            address = waiting.pop(0)
            row = row_of(address)
            name = urlsplit(address).path if row is None else row
            if name in opened or not (row is None or re.match(rf"{first}($|[/?])", address)):
                continue
            opened.add(name)
            assert await self.goes(address) == 200, address
            waiting += await self._followed(await self._links())
            looks = name, is_cell and LOOKS[name] > 1
            if looks not in known:
                known.add(looks)
                await self._look_closely(address, *VIEWS[len(known) % 2])

    async def _look_closely(self, address: str, width: int, scheme: Literal["dark", "light"]) -> None:
        """As those who see badly: the checker itself is a script, and the policy lets no other run."""
        page = await self.checking.new_page()
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme)
        await page.goto(address)
        assert await serious(page) == [], (scheme, address)
        await page.close()

    async def _links(self) -> list[str]:
        """What this page leads to, once it was looked at."""
        found: Any = await self.page.evaluate(SEEN_IN_PAGE)
        where = self.page.url
        assert (bool(found["title"]), found["lang"]) == (True, "vi"), where
        wrong = {name: some for name, some in found["wrong"].items() if some}
        assert not wrong, (where, wrong)
        for width, _ in VIEWS:
            await self.page.set_viewport_size({"width": width, "height": 800})
            assert not await is_wider_than_the_screen(self.page), (width, where)
        links: list[str] = found["links"]
        return [one.split("#")[0] for one in links]

    async def _followed(self, links: list[str]) -> list[str]:
        """The pages among them; of each kind of link some are tried."""
        pages: list[str] = []
        by_kind: Counter[object] = Counter()
        for address in dict.fromkeys(links):
            parts = urlsplit(address)
            kind = row_of(address) or parts.path, tuple(sorted(parse_qs(parts.query)))
            by_kind[kind] += 1
            if address not in self.tried and by_kind[kind] <= EACH:
                answer = await self.page.context.request.get(address, max_redirects=0)
                self.tried[address] = answer.status
                pages += [address] if is_page(answer) else []
        return pages

    def reached(self) -> set[str | None]:
        """The rows of the table that links led to."""
        return {row_of(address) for address, status in self.tried.items() if status == 200}

    def refused(self) -> dict[str, int]:
        """Links of our own pages that led nowhere."""
        return {address: status for address, status in self.tried.items() if status not in {200, 303}}

    def elsewhere(self) -> list[str]:
        """Whatever was asked of others than our own host."""
        return [url for url in [*self.asked, *self.tried] if not url.startswith((self.base, "data:"))]


def is_page(answer: APIResponse) -> bool:
    is_file = "attachment" in answer.headers.get("content-disposition", "")
    return answer.status == 200 and answer.headers["content-type"].startswith("text/html") and not is_file


async def opened(page: Page, address: str) -> int:
    """The status of the page that is there."""
    answer = await page.goto(address)
    assert answer is not None
    return answer.status
