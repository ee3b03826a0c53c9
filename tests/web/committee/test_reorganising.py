"""The office's page on which the tree changes: looked at first, confirmed by its number, and only what is its own."""

import asyncio
import re
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData
from openpyxl import load_workbook
from sqlalchemy import update

from bot.model.roles import Role
from bot.model.units import Unit
from bot.reports.reorganising_sheet import reorganising_template
from bot.services.reorganising import plans
from bot.services.reorganising.on_the_day import change_tree
from bot.services.reorganising.plans import planned
from bot.web.committee.reorganising import LARGEST
from bot.words import reorganising_page as page_words
from tests import village
from tests.web.committee.office import Pages

PAGE = "/tong-hop/xa-dong/sap-xep"
ONE = {"ngay": "21/11/2026", "viec": "rename", "don-vi": "thon-hai", "ten": "Thôn Hai Mới"}


async def name_of(pages: Pages, code: str) -> str:
    async with pages.sessions() as db:
        return (await db.get_one(Unit, pages.units[code].id)).name


async def brought(pages: Pages, fields: dict[str, str], viewer: str = "office", page: str = PAGE) -> str:
    """The page that shows what would happen."""
    assert await pages.sends(page, fields, viewer) == 303, pages.text
    address = pages.headers["Location"]
    assert await pages.gets(address, viewer) == 200, pages.text
    return address


async def test_nothing_changes_before_it_is_confirmed(pages: Pages) -> None:
    draft = await brought(pages, ONE)
    assert "“Thôn Hai” mang tên “Thôn Hai Mới”" in pages.text
    assert await name_of(pages, "thon-hai") == "Thôn Hai"
    assert await pages.sends(draft, {}, "office") == 303
    assert await name_of(pages, "thon-hai") == "Thôn Hai Mới"
    assert await pages.gets(pages.headers["Location"], "office") == 200
    assert page_words.DONE in pages.text
    assert await pages.sends(draft, {}, "office") == 409
    assert "đã được ghi rồi" in pages.text


async def test_what_is_wrong_names_the_field_as_the_form_does(pages: Pages) -> None:
    """The form said “cột Vào” of a field that is called “Vào, đến (mã)” there."""
    await brought(pages, {"viec": "close", "ngay": "01/12/2026", "don-vi": "thon-mot"})
    assert "ô Vào, đến." in pages.text
    assert "cột" not in pages.text
    assert page_words.TO.startswith("Vào, đến")


async def test_more_people_than_the_limit_are_confirmed_by_their_number(pages: Pages) -> None:
    async with pages.sessions.begin() as db:
        (await db.get_one(Unit, pages.units["tinh"].id)).settings = {"confirm_above": "20"}
    rows = [("21/11/2026", "đổi tên", code, "", f"Đảng ủy {code}") for code in ("xa-dong", "xa-tay")]
    assert await send_file(pages, rows, "org_dept", "/tong-hop/tinh/sap-xep") == 303
    draft = pages.headers["Location"]
    assert await pages.gets(draft, "org_dept") == 200
    number = re.search(r"gõ lại số (\d+)", pages.text)
    assert number is not None
    assert await pages.sends(draft, {"so": "1"}, "org_dept") == 409
    assert await name_of(pages, "xa-tay") == "Đảng ủy xã Tây"
    assert await pages.sends(draft, {"so": number[1]}, "org_dept") == 303
    assert await name_of(pages, "xa-tay") == "Đảng ủy xa-tay"


@pytest.mark.parametrize(
    "fields",
    [
        {"viec": "rename", "don-vi": "thon-ba", "ten": "Thôn Lạ"},
        {"viec": "move", "don-vi": "thon-ba", "vao": "xa-dong"},
        {"viec": "move", "don-vi": "thon-hai", "vao": "xa-tay"},
        {"viec": "merge", "don-vi": "thon-hai", "vao": "thon-ba"},
        {"viec": "rename", "don-vi": "xa-dong", "ten": "Xã Mới"},
        {"viec": "close", "don-vi": "xa-dong", "vao": "tinh"},
        {"viec": "found", "vao": "xa-tay", "ten": "Thôn Mới", "loai": "cell"},
        {"viec": "rename", "don-vi": "khong-co", "ten": "Thôn Mới"},
    ],
)
async def test_an_office_changes_only_what_is_below_it_at_both_ends(pages: Pages, fields: dict[str, str]) -> None:
    draft = await brought(pages, {"ngay": "21/11/2026"} | fields)
    assert ("cấp trên trực tiếp quyết định" in pages.text) == (fields.get("don-vi") == "xa-dong")
    assert ("Không có đơn vị mang mã này" in pages.text) == (fields.get("don-vi") != "xa-dong")
    assert "Dòng" not in pages.text, "one line of a form has no number"
    assert await pages.sends(draft, {}, "office") in {403, 409}


async def test_the_draft_of_another_is_none(pages: Pages) -> None:
    draft = await brought(pages, ONE | {"ten": "Thôn Hai Khác"})
    assert await pages.gets(draft.replace("xa-dong", "tinh"), "org_dept") == 409
    assert await pages.gets(draft, "org_dept") == 409
    assert await pages.gets(draft, "commune") == 403


async def test_a_day_to_come_is_kept_shown_and_dropped(pages: Pages) -> None:
    draft = await brought(pages, ONE | {"ngay": "01/12/2026", "ten": "Thôn Hai Tháng Mười Hai"})
    assert await pages.sends(draft, {}, "office") == 303
    assert await pages.gets(PAGE, "office") == 200
    assert "01/12/2026" in pages.text
    number = re.search(r'name="so" value="(\d+)"', pages.text)
    assert number is not None
    for status, sentence in ((303, ""), (409, "Không có việc số")):
        assert await pages.sends("/tong-hop/xa-tay/bo-sap-xep", {"so": number[1]}, "org_dept") == status
        assert sentence in pages.text
    assert await pages.gets(PAGE, "office") == 200
    assert "01/12/2026" not in pages.text


async def test_what_somebody_decided_whose_office_has_ended_is_taken_over_on_the_page(pages: Pages) -> None:
    line = ONE | {"ngay": "02/12/2026", "don-vi": "thon-mot", "ten": "Thôn Một Nhận"}
    assert await pages.sends(await brought(pages, line), {}, "office") == 303
    office, day = pages.viewers["office"].id, village.at(2026, 12, 2, 0, 5)
    async with pages.sessions.begin() as db:
        await db.execute(update(Role).where(Role.member_id == office).values(until_on=date(2026, 12, 1)))
        assert await change_tree(db, day) == 1
        row = (await planned(db))[-1]
    taken = {"so": str(row.id)}
    assert await pages.gets("/tong-hop/tinh/sap-xep", "org_dept") == 200
    assert "không còn giữ chức vụ" in pages.text
    assert "/tong-hop/tinh/nhan-sap-xep" in pages.text
    assert await pages.sends("/tong-hop/tinh/nhan-sap-xep", taken, "commune") == 403
    for status in (303, 409):
        assert await pages.sends("/tong-hop/tinh/nhan-sap-xep", taken, "org_dept") == status
    async with pages.sessions.begin() as db:
        assert await change_tree(db, day) == 1
        await db.execute(update(Role).where(Role.member_id == office).values(until_on=None))
    assert await name_of(pages, "thon-mot") == "Thôn Một Nhận"


async def test_a_file_says_row_by_row_what_is_wrong(pages: Pages) -> None:
    rows = [("21/11/2026", "đổi tên", "thon-hai", "", "Thôn Hai Tệp"), ("hôm nay", "chuyển", "thon-hai", "xa-tay")]
    assert await send_file(pages, rows, "office", PAGE) == 303
    draft = pages.headers["Location"]
    assert await pages.gets(draft, "office") == 200
    assert "Dòng 3: Ngày không đọc được" in pages.text
    assert "mang tên “Thôn Hai Tệp”" in pages.text
    assert await pages.sends(draft, {}, "office") == 303
    assert pages.headers["Location"] == draft
    assert await name_of(pages, "thon-hai") != "Thôn Hai Tệp"


async def test_what_was_looked_through_yesterday_is_looked_through_again(pages: Pages) -> None:
    draft = await brought(pages, ONE | {"ten": "Thôn Hai Hôm Qua"})
    pages.hour += timedelta(days=1, minutes=1)
    pages.cookies.clear()
    assert await pages.sends(draft, {}, "office") == 409
    assert "quá một ngày" in pages.text
    assert await name_of(pages, "thon-hai") != "Thôn Hai Hôm Qua"


@pytest.mark.parametrize("on", ["01/01/0001", "31/12/9999", "30/02/2026"])
async def test_a_day_that_nobody_means_is_said(pages: Pages, on: str) -> None:
    await brought(pages, ONE | {"ngay": on})
    assert "Mời ghi" in pages.text


async def test_a_file_for_a_whole_province_is_not_looked_through_while_others_wait(pages: Pages) -> None:
    rows = [("21/11/2026", "đổi tên", "thon-hai", "", f"Thôn {one}") for one in range(201)]
    assert await send_file(pages, rows, "office", PAGE) == 303
    assert await pages.gets(pages.headers["Location"], "office") == 200
    assert "nhiều nhất 200 dòng" in pages.text


@pytest.mark.parametrize("on", ["21/11/2026", "05/12/2026"])
async def test_others_write_while_it_is_looked_through(pages: Pages, monkeypatch: pytest.MonkeyPatch, on: str) -> None:
    """Two hundred lines took seconds of SQLite's only writer, and every answer of members waited for them."""
    real, looked = plans.look_through, list[str]()

    async def look_through(*asked: Any) -> plans.Look:
        async with asyncio.timeout(10), pages.sessions.begin() as answering:
            unit = await answering.get_one(Unit, pages.units["thon-bon"].id)
            unit.settings = {**unit.settings, "quiet_hours": f"21:00-06:{len(looked) + 10}"}
        looked.append(on)
        return await real(*asked)

    monkeypatch.setattr(plans, "look_through", look_through)
    draft = await brought(pages, ONE | {"ngay": on, "ten": f"Thôn Hai {on}"})
    assert await pages.sends(draft, {}, "office") == 303
    assert "xong=1" in pages.headers["Location"]
    assert len(looked) == (1 if on == "21/11/2026" else 2)


async def test_what_has_come_between_is_looked_at_again(pages: Pages) -> None:
    draft = await brought(pages, ONE | {"ngay": "21/12/2026", "viec": "close", "vao": "thon-mot"})
    async with pages.sessions.begin() as db:
        (await db.get_one(Unit, pages.units["thon-mot"].id)).closed_on = date(2026, 11, 20)
    assert await pages.sends(draft, {}, "office") == 303
    assert pages.headers["Location"] == draft
    assert await pages.gets(draft, "office") == 200
    async with pages.sessions.begin() as db:
        (await db.get_one(Unit, pages.units["thon-mot"].id)).closed_on = None
    assert "20/11/2026" in pages.text


@pytest.mark.parametrize("size", [LARGEST + 1, LARGEST + 100_000])
async def test_a_file_that_is_too_large_is_said_to_be(pages: Pages, size: int) -> None:
    """Its form was thrown away with the key in it, and whoever sent it was taken for a stranger's page."""
    assert await send(pages, b"x" * size, "office", PAGE) == 409
    assert page_words.TOO_LARGE in pages.text


async def send_file(pages: Pages, rows: Sequence[tuple[str, ...]], viewer: str, page: str) -> int:
    """The empty file filled in, as a browser sends it."""
    book = load_workbook(BytesIO(reorganising_template()))
    for row in rows:
        book["Sắp xếp"].append(row)
    content = BytesIO()
    book.save(content)
    return await send(pages, content.getvalue(), viewer, page)


async def send(pages: Pages, content: bytes, viewer: str, page: str) -> int:
    """The form with this as its file."""
    await pages.gets("/tai-khoan", viewer)
    key = re.search(r'name="khoa" value="(\w+)"', pages.text)
    assert key is not None
    form = FormData({"khoa": key[1]})
    form.add_field("tep", BytesIO(content), filename="sap-xep.xlsx")
    return await pages.posts(page, form, viewer)  # type: ignore[arg-type] # aiohttp takes either
