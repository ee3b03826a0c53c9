"""The page of residents: a number, a village, a code to the number; the same to everybody, whoever is known."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import delete, select

from bot.model.notices import Attempt, Notice
from bot.model.residents import Registered, Resident, ResidentCode
from bot.model.units import Unit, UnitKind
from bot.services.notices import from_content
from bot.services.tree import add_unit
from bot.tariffs import Tariff
from bot.words import resident_page as words
from tests import village
from tests.conftest import NOW
from tests.resident_places import SMS, resident
from tests.sites import open_pages
from tests.web.browsing import Site

PHONE = "0900 000 101"
JOIN = {"phone": PHONE, "village": "Hồng Sen", "agree": "yes"}


@dataclass
class Counter:
    """Somebody at the page."""

    site: Site
    unit_id: int
    rings: list[int]

    async def posts(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.site.base}{path}", data=fields, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status, unescape(await answer.text())

    async def code_sent(self) -> str | None:
        """The newest code that is on its way to the number."""
        async with self.site.sessions() as db:
            owed = list(await db.scalars(select(Notice).order_by(Notice.id.desc())))
        if not owed:
            return None
        found = re.search(r": (\d{6})\.", from_content(owed[0].content or {}).text)
        return found[1] if found else None

    async def asks(self, fields: dict[str, str] | None = None, path: str = "/dang-ky") -> str:
        """Ask for a code; the secret of the page on which it is typed."""
        status, text = await self.posts(path, fields or JOIN)
        assert status == 200, text
        found = re.search(r'name="token" value="([^"]+)"', text)
        assert found is not None
        return found[1]

    async def confirms(self, token: str, code: str | None) -> tuple[int, str]:
        return await self.posts("/dang-ky/ma", {"token": token, "code": code or ""})

    async def residents(self) -> list[Resident]:
        async with self.site.sessions() as db:
            return list(await db.scalars(select(Resident).order_by(Resident.id)))


@pytest.fixture(scope="module")
async def site(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Site, int, list[int]]]:
    rings: list[int] = []
    async with open_pages(
        sqlite_template,
        tmp_path_factory,
        lambda base, db: Site(base, db, NOW),
        ring=lambda: rings.append(1),
        tariffs={SMS: Tariff(account="a", price=350, to_phones=True, in_parts=True)},
    ) as at:
        async with at.sessions.begin() as db:
            for code in ("dl1", "dl2"):
                await add_unit(db, code, "Thôn Đồng Lạc", UnitKind.CELL, None, village.LONG_AGO)
            cell = await add_unit(db, "hs", "Thôn Hồng Sen", UnitKind.CELL, await village.commune(db), village.LONG_AGO)
        yield at, cell.id, rings


@pytest.fixture
async def page(site: tuple[Site, int, list[int]]) -> Counter:
    at, unit_id, rings = site
    at.hour = NOW
    async with at.sessions.begin() as db:
        for table in (Attempt, Notice, ResidentCode, Resident):
            await db.execute(delete(table))
    rings.clear()
    return Counter(at, unit_id, rings)


# Registering


async def test_a_number_is_registered_once_its_owner_types_the_code(page: Counter) -> None:
    token = await page.asks()
    assert await page.residents() == []
    assert page.rings == [1]
    status, text = await page.confirms(token, await page.code_sent())
    assert status == 200
    assert "Đã đăng ký: số điện thoại này nhận tin của Thôn Hồng Sen" in text
    (one,) = await page.residents()
    assert (one.unit_id, one.phone, one.registered) == (page.unit_id, "+84900000101", Registered.WEB)
    assert one.verified_at == NOW
    assert (one.proof or "").startswith("code:")


async def test_looking_changes_nothing_and_needs_no_scripts(page: Counter) -> None:
    for path in ("/dang-ky", "/dang-ky/ngung", "/dang-ky?thon=hs"):
        status, text = await page.site.gets(path)
        assert status == 200
        assert "<script" not in text
        assert len(text.encode()) < 30_000
    assert 'value="hs"' in text
    assert await page.residents() == []


async def test_neither_number_nor_code_is_in_the_page_or_in_the_table(page: Counter) -> None:
    _, text = await page.posts("/dang-ky", JOIN)
    code = await page.code_sent()
    assert code is not None
    assert code not in text
    assert "900000101" not in text
    async with page.site.sessions() as db:
        (row,) = await db.scalars(select(ResidentCode))
    assert code not in f"{row.code_hash} {row.token_hash}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": "12345"}, words.WRONG_PHONE),
        ({"phone": ""}, words.WRONG_PHONE),
        ({"village": "Phú Quốc"}, words.NO_VILLAGE),
        ({"village": ""}, words.NO_VILLAGE),
        ({"unit": "999999"}, words.NO_VILLAGE),
        ({"agree": ""}, words.NOT_AGREED),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_sent(page: Counter, fields: dict[str, str], sentence: str) -> None:
    status, text = await page.posts("/dang-ky", JOIN | fields)
    assert status == 400
    assert sentence in text
    assert await page.code_sent() is None


async def test_of_two_villages_of_one_name_one_is_chosen(page: Counter) -> None:
    status, text = await page.posts("/dang-ky", JOIN | {"village": "đồng lạc"})
    assert status == 400
    assert words.WHICH_VILLAGE in text
    first, second = re.findall(r'name="unit" value="(\d+)"', text)
    token = await page.asks(JOIN | {"village": "đồng lạc", "unit": second})
    await page.confirms(token, await page.code_sent())
    assert [one.unit_id for one in await page.residents()] == [int(second)]
    assert first != second


async def test_a_form_of_another_site_is_none(page: Counter) -> None:
    status, _ = await page.posts("/dang-ky", JOIN, **{"Sec-Fetch-Site": "cross-site"})
    assert status == 400
    assert await page.code_sent() is None


# Codes


async def test_five_tries_and_no_more(page: Counter) -> None:
    token = await page.asks()
    code = await page.code_sent()
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        status, text = await page.confirms(token, wrong)
        assert (status, words.WRONG_CODE in text) == (403, True)
    assert (await page.confirms(token, code))[0] == 403
    assert await page.residents() == []


async def test_four_wrong_tries_leave_one(page: Counter) -> None:
    token = await page.asks()
    code = await page.code_sent()
    for _ in range(4):
        await page.confirms(token, "abc")
    assert (await page.confirms(token, f" {code} "))[0] == 200


async def test_ten_minutes_and_no_longer(page: Counter) -> None:
    token = await page.asks()
    page.site.hour = NOW + timedelta(minutes=10)
    assert (await page.confirms(token, await page.code_sent()))[0] == 403
    assert await page.residents() == []


async def test_a_code_is_used_once_and_on_its_own_page(page: Counter) -> None:
    first = await page.asks()
    code = await page.code_sent()
    second = await page.asks(JOIN | {"phone": "0900 000 102"})
    assert (await page.confirms(second, code))[0] == 403
    assert (await page.confirms(first, code))[0] == 200
    assert (await page.confirms(first, code))[0] == 403


@pytest.mark.parametrize("token", ["", "x", "a" * 200, "0 OR 1=1"])
async def test_a_made_up_page_confirms_nothing(page: Counter, token: str) -> None:
    await page.asks()
    assert (await page.confirms(token, await page.code_sent()))[0] == 403


async def test_one_number_gets_three_codes_an_hour_and_nobody_is_told(page: Counter) -> None:
    said = [await page.posts("/dang-ky", JOIN) for _ in range(5)]
    bodies = {re.sub(r'value="[^"]+"', "", text) for _, text in said}
    assert {status for status, _ in said} == {200}
    assert len(bodies) == 1
    async with page.site.sessions() as db:
        assert len((await db.scalars(select(Notice))).all()) == 3


async def test_one_address_gets_ten_an_hour_for_whatever_numbers(page: Counter) -> None:
    said = [await page.posts("/dang-ky", JOIN | {"phone": f"09000002{one:02}"}) for one in range(11)]
    assert [status for status, _ in said] == [200] * 10 + [429]
    assert words.TOO_OFTEN in said[-1][1]
    page.site.hour = NOW + timedelta(hours=1, minutes=1)
    assert (await page.posts("/dang-ky", JOIN))[0] == 200


async def test_behind_a_proxy_of_this_machine_the_address_is_the_visitors(page: Counter) -> None:
    """Or one visitor would lock out all others."""
    for one in range(10):
        await page.posts("/dang-ky", JOIN | {"phone": f"09000002{one:02}"}, **{"X-Forwarded-For": "203.0.113.7"})
    assert (await page.posts("/dang-ky", JOIN, **{"X-Forwarded-For": "203.0.113.7"}))[0] == 429
    assert (await page.posts("/dang-ky", JOIN, **{"X-Forwarded-For": "203.0.113.8"}))[0] == 200


async def test_of_the_newer_addresses_the_line_counts(page: Counter) -> None:
    """One line has more of them than anybody can count; those of the older kind stay apart, however written."""

    async def asks_from(address: str, number: str) -> int:
        return (await page.posts("/dang-ky", JOIN | {"phone": number}, **{"X-Forwarded-For": address}))[0]

    for one in range(10):
        assert await asks_from(f"2001:db8:1:2::{one}", f"09000002{one:02}") == 200
    assert await asks_from("2001:db8:1:2:9::1", "0900000301") == 429
    assert await asks_from("2001:db8:1:3::1", "0900000302") == 200
    assert [await asks_from(f"::ffff:203.0.113.{one}", f"09000004{one:02}") for one in range(11)] == [200] * 11


async def test_who_is_known_and_who_is_not_reads_the_same(page: Counter) -> None:
    async with page.site.sessions.begin() as db:
        await resident(db, await db.get_one(Unit, page.unit_id), NOW, "+84900000101")
    for path in ("/dang-ky", "/dang-ky/ngung"):
        known = await page.posts(path, JOIN)
        unknown = await page.posts(path, JOIN | {"phone": "0900 000 777"})
        same = [re.sub(r'value="[^"]+"', "", text) for _, text in (known, unknown)]
        assert same[0] == same[1]


# Stopping


async def test_stopping_on_the_page(page: Counter) -> None:
    async with page.site.sessions.begin() as db:
        await resident(db, await db.get_one(Unit, page.unit_id), NOW, "+84900000101")
    token = await page.asks({"phone": PHONE}, "/dang-ky/ngung")
    status, text = await page.confirms(token, await page.code_sent())
    assert status == 200
    assert words.STOPPED in text
    (one,) = await page.residents()
    assert one.stopped_at == NOW


async def test_a_number_that_is_not_registered_gets_no_message_for_stopping(page: Counter) -> None:
    await page.asks({"phone": PHONE}, "/dang-ky/ngung")
    assert await page.code_sent() is None
