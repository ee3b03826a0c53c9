"""The pages about who came: their figures against those worked out by hand for the small province.

November: Thôn Một 6/8, Thôn Ba 7/7, Thôn Bốn 9/10, Thôn Hai (five people) has not met. October: 7/8, 7/7, 10/10.
September: 8/8, 9/10, Thôn Hai 2/5, and Thôn Ba has not met.
"""

import itertools
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, update

from bot.model.participations import Participation
from bot.reports.rows_below import MOST
from bot.web.committee import heat_map
from bot.web.committee.participation import PAGES
from bot.words import participation_pages as said
from tests.web.committee.office import Pages

TAG = re.compile(r"<[^>]+>")


def row(pages: Pages, name: str) -> list[str]:
    """The cells of the first row of a table that begins with this name, as text."""
    for found in re.findall(r"<tr[^>]*>(.*?)</tr>", pages.text, re.DOTALL):
        cells = [TAG.sub("", one).strip() for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", found, re.DOTALL)]
        if cells and cells[0] == name:
            return cells
    raise AssertionError(f"no row {name}")


def names(pages: Pages) -> list[str]:
    """What stands at the head of each row, from the top."""
    return [TAG.sub("", one) for one in re.findall(r'<th scope="row">(.*?)</th>', pages.text, re.DOTALL)]


def figure(pages: Pages, label: str) -> tuple[str, str]:
    """The number below a label, and what stands beside it."""
    found = re.search(rf"<dt>{re.escape(label)}</dt><dd[^>]*>(.*?)(?:<small>(.*?)</small>)?</dd>", pages.text)
    assert found is not None, label
    return TAG.sub("", found[1]), found[2] or ""


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is asked meanwhile."""
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_the_first_page_compares_and_counts_what_needs_looking_at(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/tinh", "province") == 200
    assert figure(pages, "Tỷ lệ dự họp") == ("88,00\u00a0%", "22/25; trừ vắng có lý do: 88,00\u00a0%; dưới mức")
    assert figure(pages, "Kỳ trước (tháng 10/2026)") == ("96,00\u00a0%", "24/25; kỳ này thấp hơn 8,00 điểm")
    assert figure(pages, "Cùng kỳ năm trước") == ("—", "")
    assert figure(pages, "Đã họp") == ("3/4", "chi bộ")
    assert figure(pages, "Chưa họp") == ("1", "chi bộ")
    assert figure(pages, "Dưới mức") == ("2", "đơn vị trực thuộc")
    assert figure(pages, "Chưa gọi họp tháng 11/2026") == ("1", "chi bộ")
    assert names(pages)[:2] == ["Đảng ủy xã Đông", "Đảng ủy xã Tây"]


async def test_every_figure_leads_to_what_it_is_made_of(pages: Pages) -> None:
    await pages.gets("/tong-hop/tinh?ky=q2026-4", "province")
    leads = re.findall(r'<dd[^>]*><a href="([^"]+)"', pages.text)
    assert len(leads) == 7  # nothing is known of the year before
    assert [await pages.gets(one, "province") for one in leads] == [200] * 7


def leads_to(pages: Pages, label: str) -> str | None:
    """Where the number below a label leads, if anywhere."""
    found = re.search(rf'<dt>{re.escape(label)}</dt><dd[^>]*>(?:<a href="([^"]+)")?', pages.text)
    assert found is not None, label
    return found[1]


@pytest.mark.parametrize(
    ("place", "period", "label", "counts", "page"),
    [
        ("tinh", "q2027-4", "Cùng các tháng 10–11 năm trước", "46/50", None),
        ("tinh", "y2027", "Cùng các tháng 01–11 năm trước", "65/73", None),
        ("tinh", "m2027-11", "Cùng kỳ năm trước", "22/25", "m2026-11"),
        ("tinh", "q2027-3", "Cùng kỳ năm trước", "19/23", "q2026-3"),
        ("thon-mot", "q2027-4", "Cùng các tháng 10–11 năm trước", "13/16", None),
    ],
)
async def test_the_year_before_is_named_by_its_months_and_leads_only_to_a_page_of_just_these(
    pages: Pages, place: str, period: str, label: str, counts: str, page: str | None
) -> None:
    """The whole quarter of the year before says another number than the two months that are compared."""
    pages.hour += timedelta(days=365)
    assert await pages.gets(f"/tong-hop/{place}?ky={period}", "province") == 200
    assert figure(pages, label)[1].startswith(counts)
    lead = leads_to(pages, label)
    assert lead == (page and f"/tong-hop/{place}?ky={page}")
    if lead is not None:
        await pages.gets(lead, "province")
        assert figure(pages, "Tỷ lệ dự họp")[1].startswith(f"{counts};")


@asynccontextmanager
async def held_instead(pages: Pages, month: str, other: str) -> AsyncIterator[None]:
    """What was held in one month stands in another meanwhile; all tests here share the one province."""
    await moves(pages, month, other)
    try:
        yield
    finally:
        await moves(pages, other, month)


async def moves(pages: Pages, month: str, other: str) -> None:
    async with pages.sessions.begin() as db:
        await db.execute(update(Participation).where(Participation.month == month).values(month=other))


@pytest.mark.parametrize(("month", "months", "page"), [(1, "tháng 01", "m2026-01"), (3, "các tháng 01–03", "q2026-1")])
async def test_the_first_months_of_a_year_have_pages_of_their_own(
    pages: Pages, month: int, months: str, page: str
) -> None:
    """In January a year is held against one month, in March against a quarter: both can be looked at."""
    pages.hour = pages.hour.replace(year=2027, month=month)
    async with held_instead(pages, "2026-09", "2026-01"):
        await pages.gets("/tong-hop/tinh?ky=y2027", "province")
    label = f"Cùng {months} năm trước"
    assert leads_to(pages, label) == f"/tong-hop/tinh?ky={page}"
    assert figure(pages, label)[1].startswith("19/23")


async def test_a_quarter_is_the_sum_of_its_months(pages: Pages) -> None:
    await pages.gets("/tong-hop/xa-tay?ky=q2026-4", "province")
    assert figure(pages, "Tỷ lệ dự họp")[0] == "97,06\u00a0%"  # 33/34
    assert figure(pages, "Đã họp") == ("4/4", "lượt chi bộ")
    await pages.gets("/tong-hop/tinh?ky=y2026", "province")
    assert figure(pages, "Tỷ lệ dự họp")[1].startswith("65/73;")


async def test_the_table_of_units_has_every_count_and_their_sum(pages: Pages) -> None:
    await pages.gets("/tong-hop/xa-dong/don-vi", "commune")
    mark = "▼dưới mức"
    assert row(pages, "Thôn Một") == [
        "Thôn Một",
        f"{mark} 75,00\u00a0%",
        "1/1",
        "0",
        "8",
        "6",
        "0",
        "2",
        "75,00\u00a0%",
        "−12,50",
    ]
    assert row(pages, "Thôn Hai") == ["Thôn Hai", "—", "0/1", "1", "0", "0", "0", "0", "—", "—"]
    assert row(pages, "Cộng")[2:8] == ["1/2", "1", "8", "6", "0", "2"]


async def test_all_cells_of_a_province_stand_in_one_table_with_their_communes(pages: Pages) -> None:
    await pages.gets("/tong-hop/tinh/don-vi?cap=cell&xep=ty-le", "province")
    assert names(pages) == ["Thôn Một", "Thôn Bốn", "Thôn Ba", "Thôn Hai", "Cộng"]
    assert row(pages, "Thôn Ba")[1:5] == ["Đảng ủy xã Tây", "100,00\u00a0%", "1/1", "0"]
    assert row(pages, "Cộng")[3:9] == ["3/4", "1", "25", "22", "0", "3"]
    await pages.gets("/tong-hop/tinh/don-vi?cap=commune&xep=-ten", "province")
    assert names(pages) == ["Đảng ủy xã Tây", "Đảng ủy xã Đông", "Cộng"]


@pytest.mark.parametrize(("order", "first"), [("co-mat", "Thôn Hai"), ("-co-mat", "Thôn Bốn"), ("-ty-le", "Thôn Ba")])
async def test_a_table_is_sorted_by_the_head_that_was_followed(pages: Pages, order: str, first: str) -> None:
    await pages.gets(f"/tong-hop/tinh/don-vi?cap=cell&xep={order}", "province")
    assert names(pages)[0] == first
    assert pages.text.count('aria-sort="') == 1
    assert await pages.gets("/tong-hop/tinh/don-vi?xep=mat-khau", "province") == 400


async def test_the_map_shows_months_with_signs_where_a_shade_alone_would_say_it(pages: Pages) -> None:
    await pages.gets("/tong-hop/tinh/ban-do?cap=cell", "province")
    months = slice(10, 14)  # September to November, and all twelve
    assert row(pages, "Thôn MộtĐảng ủy xã Đông")[months] == ["100", "87▼", "75▼", "87,50\u00a0%"]
    assert row(pages, "Thôn HaiĐảng ủy xã Đông")[months] == ["40▼", "×", "×", "40,00\u00a0%"]
    assert row(pages, "Thôn BaĐảng ủy xã Tây")[1:10] == [""] * 9
    assert row(pages, "Tỉnh ủy Hồng Hà")[months] == ["82▼", "96", "88▼", "89,04\u00a0%"]
    link = re.search(r'href="\.\./(thon-hai\?ky=m2026-10)">×', pages.text)
    assert link is not None
    assert await pages.gets(f"/tong-hop/{link[1]}", "province") == 200


async def test_the_lists_name_who_has_not_met_who_is_low_and_who_is_silent(pages: Pages) -> None:
    await pages.gets("/tong-hop/tinh/chua-hop?ky=y2026", "province")
    assert row(pages, "Thôn Hai") == ["Thôn Hai", "Đảng ủy xã Đông", "10/2026, 11/2026", "—"]
    assert row(pages, "Thôn Ba") == ["Thôn Ba", "Đảng ủy xã Tây", "09/2026", "—"]
    await pages.gets("/tong-hop/tinh/duoi-muc?cap=cell", "province")
    assert names(pages) == ["Thôn Một", "Thôn Bốn"]
    await pages.gets("/tong-hop/tinh/im-lang", "province")
    assert names(pages) == ["Thôn Hai"]
    assert "1 chi bộ chưa họp và chưa gọi họp" in pages.text


async def test_other_kinds_of_meetings_have_their_own_figures_and_owe_nothing(pages: Pages) -> None:
    await pages.gets("/tong-hop/tinh?loai=thematic", "province")
    assert figure(pages, "Tỷ lệ dự họp")[0] == "—"
    assert "Chưa gọi họp tháng" not in pages.text
    for page in PAGES:
        if "{leaf}" not in page.path:
            assert await pages.gets(f"/tong-hop/tinh{page.path}?loai=congress", "province") == 200, page.path


async def test_a_cell_shows_its_months_and_its_meetings_in_counts(pages: Pages) -> None:
    await pages.gets("/tong-hop/thon-mot?ky=q2026-4", "commune")
    assert row(pages, "09:00 03/11/2026")[1:8] == ["75,00\u00a0%", "8", "6", "0", "2", "Sinh hoạt thường kỳ", "đã chốt"]
    assert figure(pages, "Vắng có lý do, vắng không lý do") == ("0 và 3", "")
    assert row(pages, "10/2026") == ["10/2026", "1/1", "8", "7", "0", "1", "▼dưới mức 87,50\u00a0%"]
    meeting = re.search(r'href="([^"]+/buoi/\d+[^"]*)"', pages.text)
    assert meeting is not None
    assert await pages.gets(meeting[1], "commune") == 200
    assert figure(pages, "Có mặt / phải dự") == ("7/8", "")
    assert await pages.gets(meeting[1].replace("thon-mot", "thon-hai"), "commune") == 400


async def test_a_cell_has_no_page_about_units_and_leads_to_its_first(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/thon-mot/ban-do?ky=y2026", "secretary") == 303
    assert pages.headers["Location"] == "/tong-hop/thon-mot?ky=y2026"


async def test_the_chart_is_a_picture_without_scripts_and_addresses(pages: Pages) -> None:
    assert await pages.gets("/tong-hop/xa-dong/bieu-do", "commune") == 200
    assert pages.headers["Content-Type"].startswith("image/svg+xml")
    assert pages.text.startswith("<svg ")
    assert "<script" not in pages.text


@pytest.mark.parametrize("unit", ["tinh", "xa-dong", "thon-mot"])
async def test_the_page_asks_so_often_however_many_units_there_are(pages: Pages, unit: str) -> None:
    await pages.gets(f"/tong-hop/{unit}", "province")  # the login itself
    for page in PAGES:
        if "{leaf}" not in page.path:
            with counted() as asked:
                await pages.gets(f"/tong-hop/{unit}{page.path}?ky=y2026&cap=cell", "province")
            assert len(asked) <= 20, (page.path, asked)


@pytest.mark.parametrize(("unit", "viewer"), [("tinh", "province"), ("thon-mot", "secretary")])
async def test_pages_can_be_read_with_a_keyboard_a_voice_and_a_weak_phone(pages: Pages, unit: str, viewer: str) -> None:
    for page in PAGES:
        if "{leaf}" in page.path or page.path == "/bieu-do" or not page.suits(pages.units[unit]):
            continue
        await pages.gets(f"/tong-hop/{unit}{page.path}", viewer)
        text = pages.text
        assert text.count("<table") == text.count("<caption") == text.count('role="region" aria-label='), page.path
        assert not re.findall(r"<th(?! scope=)[ >]", text), page.path
        assert not re.findall(r"<img(?![^>]* alt=\"[^\"])", text), page.path
        assert not re.findall(r" style=|<script", text), page.path
        levels = [int(one) for one in re.findall(r"<h([1-6])", text)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), page.path
        assert len(pages.raw) < 60_000, page.path


async def test_where_a_list_would_be_too_long_the_units_right_below_are_offered(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("bot.web.committee.levels", "bot.reports.levels", "bot.reports.level_months"):
        monkeypatch.setattr(f"{place}.MOST", 1)
    for path in ("/don-vi?cap=cell", "/ban-do?cap=commune", "/duoi-muc?cap=cell", "/chua-hop", "/im-lang", "/xep-loai"):
        assert await pages.gets(f"/tong-hop/tinh{path}", "province") == 200
        assert said.TOO_MANY in pages.text, path
        link = re.search(r'<th scope="row"><a href="([^"]+)">Đảng ủy xã Tây', pages.text)
        assert link is not None
        assert link[1] == f"/tong-hop/xa-tay{path}"
        assert await pages.gets(link[1], "province") == 200


async def test_a_long_table_has_pages_that_lead_to_each_other(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heat_map, "LONGEST", 3)
    await pages.gets("/tong-hop/tinh/ban-do?cap=cell&xep=ten", "province")
    on = re.search(r'href="([^"]+)" rel="next"', pages.text)
    assert on is not None
    assert len(names(pages)) == 4
    await pages.gets(on[1], "province")
    assert "Thôn Một" in names(pages)[0]
    assert 'rel="prev"' in pages.text
    assert 'rel="next"' not in pages.text
    assert await pages.gets("/tong-hop/tinh/ban-do?cap=cell&trang=99", "province") == 200
    assert await pages.gets("/tong-hop/tinh/ban-do?trang=-1", "province") == 400


def test_the_map_of_a_district_as_in_the_newspapers_is_drawn_and_not_only_offered() -> None:
    """169 cells below 12 committees, and 16 of their own, over twelve months: with the rows of what stands between."""
    assert MOST * 4 / 5 >= 12 * (169 + 16)
    assert MOST >= 12 * (169 + 16 + 12)
