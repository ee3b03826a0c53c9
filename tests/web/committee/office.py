"""A province of a few cells with two months behind it, who looks at its pages, and what each of them sees."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape

import aiohttp
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.logins import login_link
from bot.services.participation import roll_up_all, write_due_months
from bot.services.tree import add_unit
from bot.web.committee.visitor import COOKIE
from tests import village
from tests.conftest import NOW

SINCE = date(2026, 9, 1)
"""From September on every cell owes a meeting; it is 21 November."""
VIEWERS: dict[str, tuple[str, Office | None]] = {
    "province": ("tinh", Office.PROVINCE),
    "commune": ("xa-dong", Office.COMMUNE_COMMITTEE),
    "office": ("xa-dong", Office.OFFICE),
    "other_commune": ("xa-tay", Office.COMMUNE_COMMITTEE),
    "inspection": ("tinh", Office.INSPECTION),
    "org_dept": ("tinh", Office.ORG_DEPT),
    "supervisor": ("thon-mot", Office.ASSIGNED_SUPERVISOR),
    "secretary": ("thon-mot", Office.SECRETARY),
    "clerk": ("thon-mot", Office.CLERK),
    "member": ("thon-mot", None),
    "tech_admin": ("tinh", Office.TECH_ADMIN),
}
"""Who looks: the unit and the office there; everybody belongs to Thôn Một or, if of another unit, to Thôn Bốn."""


@dataclass
class Pages:
    """The site, the hour, the units by code, the viewers by name; and browsers that remember who they are."""

    base: str
    sessions: Sessions
    hour: datetime = NOW
    units: dict[str, Unit] = field(default_factory=dict)
    viewers: dict[str, Member] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    text: str = ""
    raw: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.hour

    async def set_up(self) -> None:
        """Xã Đông: Thôn Một, Thôn Hai; Xã Tây: Thôn Ba, Thôn Bốn. Thôn Hai has not met since September."""
        async with self.sessions.begin() as db:
            await self._tree(db)
            await self._people(db)
            for code, month, away in (
                ("thon-mot", 9, 0), ("thon-mot", 10, 1), ("thon-mot", 11, 2), ("thon-hai", 9, 3),
                ("thon-ba", 10, 0), ("thon-ba", 11, 0), ("thon-bon", 9, 1), ("thon-bon", 10, 0), ("thon-bon", 11, 1),
            ):  # fmt: skip
                await village.held(db, self.units[code], village.at(2026, month, 3), unexcused=away)
            await write_due_months(db, self.hour)
            await roll_up_all(db, self.hour)

    async def _tree(self, db: AsyncSession) -> None:
        province = await add_unit(db, "tinh", "Tỉnh ủy Hồng Hà", UnitKind.PROVINCE, None, SINCE)
        self.units["tinh"] = province
        for commune, name, cells in (
            ("xa-dong", "Đảng ủy xã Đông", {"thon-mot": "Thôn Một", "thon-hai": "Thôn Hai"}),
            ("xa-tay", "Đảng ủy xã Tây", {"thon-ba": "Thôn Ba", "thon-bon": "Thôn Bốn"}),
        ):
            above = await add_unit(db, commune, name, UnitKind.COMMUNE, province, SINCE)
            self.units[commune] = above
            for code, called in cells.items():
                self.units[code] = await add_unit(db, code, called, UnitKind.CELL, above, SINCE)

    async def _people(self, db: AsyncSession) -> None:
        """Six, five, seven and eight people, those who hold offices among them."""
        for viewer, (at, office) in VIEWERS.items():
            home = self.units[at] if self.units[at].is_cell else self.units["thon-bon"]
            person = await village.member(db, home, f"Lê Thị {viewer.title()}", temporary=False)
            self.viewers[viewer] = person
            if office is not None:
                await village.office(db, person, self.units[at], office)
        for code, count in (("thon-mot", 4), ("thon-hai", 5), ("thon-ba", 7), ("thon-bon", 3)):
            await village.members(db, self.units[code], count)

    # Browsers

    async def link(self, viewer: str) -> str:
        """The path of a new link."""
        async with self.sessions.begin() as db:
            return (await login_link(db, self.viewers[viewer].id, self.hour)).removeprefix(self.base)

    async def log_in(self, viewer: str) -> str:
        """The cookie of a new login, by the link as a person would."""
        status = await self.posts(await self.link(viewer), {})
        assert status == 303, self.text
        found = re.search(rf"{COOKIE}=([^;]+)", self.headers["Set-Cookie"])
        assert found is not None
        return found[1]

    async def gets(self, path: str, viewer: str | None = None) -> int:
        """The status for this viewer, logged in by then; the page is in `text`."""
        return await self._asks("GET", path, viewer)

    async def posts(
        self, path: str, fields: dict[str, str], viewer: str | None = None, come_from: str = "same-origin"
    ) -> int:
        """The same for a form, without the key of the visitor's forms unless it is among the fields."""
        return await self._asks("POST", path, viewer, fields, {"Sec-Fetch-Site": come_from})

    async def sends(self, path: str, fields: dict[str, str], viewer: str) -> int:
        """A form as the visitor's own page sends it: with the key that stands in it."""
        if await self.gets("/tai-khoan", viewer) != 200:
            return self.status
        key = re.search(r'name="khoa" value="(\w+)"', self.text)
        assert key is not None
        return await self.posts(path, {"khoa": key[1]} | fields, viewer)

    async def _asks(
        self,
        method: str,
        path: str,
        viewer: str | None,
        fields: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> int:
        if viewer is not None and viewer not in self.cookies:
            self.cookies[viewer] = await self.log_in(viewer)
        cookies = {COOKIE: self.cookies[viewer]} if viewer else None
        async with (
            aiohttp.ClientSession(cookies=cookies) as http,
            http.request(method, self.base + path, data=fields, headers=headers, allow_redirects=False) as answer,
        ):
            self.raw, self.headers = await answer.read(), dict(answer.headers)
            self.status, self.text = answer.status, unescape(self.raw.decode(errors="replace"))
            return answer.status
