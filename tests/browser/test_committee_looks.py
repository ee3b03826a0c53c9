"""What the committee's pages show adds up, and they are read by keyboard, on a phone and on paper, without scripts."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.screens import Screens
from tests.browser.town import CELL, COMMUNE, DISTRICT, OFFICE, Town


async def test_each_number_of_the_first_page_is_that_of_the_list_it_leads_to(town: Town) -> None:
    """In every period that the page itself offers."""
    page = await town.windows[DISTRICT].new_page()
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}")
    periods = [page.url, *await _addresses(page.get_by_role("navigation", name="Kỳ báo cáo").locator("a"))]
    for first in periods:
        lists = {
            "Chưa họp": ".figures a[href*='/chua-hop']",
            "Dưới mức": ".figures a[href*='/duoi-muc']",
            "Chưa gọi họp": ".figures a[href*='/im-lang']",
        }
        for label, figure in lists.items():
            await page.goto(first)
            shown = number(await page.locator(figure).inner_text())
            await page.locator(figure).click()
            assert shown == await _listed(page, by_months=label == "Chưa họp"), (first, label)
        await page.goto(first)
        met = page.locator(".figures > div").filter(has=page.get_by_text("Đã họp", exact=True)).locator("a")
        said = await met.inner_text()
        await met.click()
        await expect(page.locator("tr.total td").nth(1)).to_have_text(said)
    await page.close()


async def _addresses(links: Locator) -> list[str]:
    return [str(await one.evaluate("one => one.href")) for one in await links.all()]


async def _listed(page: Page, *, by_months: bool) -> int:
    """How many rows there are on all pages of the table, or how many months stand in them."""
    count = 0
    while True:
        months = await page.locator("tbody td:nth-child(3)").all_inner_texts()
        count += sum(len(one.split(",")) for one in months) if by_months else await page.locator("tbody tr").count()
        following = page.get_by_role("link", name="Trang sau")
        if not await following.count():
            return count
        await following.click()


def number(text: str) -> int:
    return int(text.replace(".", ""))


async def test_the_keyboard_alone_goes_everywhere_in_order_and_one_sees_where_it_is(town: Town) -> None:
    page = await town.windows[DISTRICT].new_page()
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await expect(page.locator(".skip")).to_be_in_viewport()
    places = [await page.evaluate(FOCUSED)]
    for _ in range(100):
        await page.keyboard.press("Tab")
        place = await page.evaluate(FOCUSED)
        if place is None:
            break
        assert place["seen"], place
        places.append(place)
    order = [one["place"] for one in places]
    assert order == sorted(set(order))
    assert len(order) == await page.evaluate(REACHED)
    await page.locator(".skip").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.querySelector('#noi-dung').contains(document.activeElement)")
    await page.close()


FOCUSED = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const look = getComputedStyle(one);
    return {
        place: [...document.querySelectorAll("*")].indexOf(one),
        html: one.outerHTML.slice(0, 100),
        seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    };
}"""
REACHED = """() => [...document.querySelectorAll("a[href], button, summary, input, select, [tabindex='0']")]
    .filter(one => one.type !== "hidden" && one.checkVisibility({contentVisibilityAuto: true})).length"""


async def test_the_office_plans_and_drops_a_change_of_the_tree_by_the_keyboard_alone(town: Town) -> None:
    page = await town.windows[OFFICE].new_page()
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}/sap-xep")
    await page.locator("select[name=viec]").focus()
    while await page.locator("select[name=viec]").input_value() != "rename":
        await page.keyboard.press("ArrowDown")
    for text in (f"{datetime.now(UTC) + timedelta(days=90):%d/%m/%Y}", CELL, "", "Thôn Đầu Nguồn"):
        await page.keyboard.press("Tab")
        await page.keyboard.type(text)
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("Xem thử trước khi ghi")
    await expect(page.locator("#noi-dung")).to_contain_text("Thôn Đầu Nguồn")
    await _tab_to(page, "Ghi")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await _tab_to(page, "Bỏ")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody")).to_have_count(0)
    await page.close()


async def _tab_to(page: Page, label: str) -> None:
    """Press Tab until this button has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.innerText") == label:
            return
    raise AssertionError(f"the keyboard does not reach {label}")


async def test_on_paper_there_is_only_what_was_asked_for_in_black_on_white(town: Town) -> None:
    page = await town.windows[DISTRICT].new_page()
    await page.emulate_media(media="print", color_scheme="dark")
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}/ban-do")
    for hidden in ("nav", "button", ".who", ".skip", "form"):
        assert await page.locator(f"{hidden} >> visible=true").count() == 0, hidden
    await expect(page.locator("p.printed")).to_be_visible()
    ink = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor].join()"
    for part in ("body", "caption", "tbody th", "tbody th a", ".quiet"):
        colour, _, paper = (await page.locator(part).first.evaluate(ink)).partition("),")
        assert colour == "rgb(0, 0, 0", part
        assert paper in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}, part
    await page.set_viewport_size({"width": 718, "height": 1000})
    table = page.locator("table")
    assert await table.evaluate("one => one.scrollWidth <= one.closest('.scroll').clientWidth")
    await page.close()


async def test_on_a_phone_the_pages_are_behind_one_line_and_a_wide_table_moves_in_its_frame(
    town: Town, screens: Screens
) -> None:
    page = await town.windows[DISTRICT].new_page()
    await page.set_viewport_size({"width": 360, "height": 1280})
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}")
    link = page.get_by_role("navigation", name="Các trang").get_by_role("link", name="Từng đơn vị")
    await expect(link).not_to_be_visible()
    await screens.keep(page, "cap-uy-trang-tong-quan-360")
    await page.locator(".pages > summary").click()
    await link.click()
    frame, name = page.locator(".scroll"), page.locator("tbody th").first
    at = "one => one.getBoundingClientRect().x"
    before = await name.evaluate(at)
    await frame.evaluate("one => { one.scrollLeft = 300; }")
    assert await frame.evaluate("one => one.scrollLeft") == 300
    assert abs(await name.evaluate(at) - before) < 6
    await page.set_viewport_size({"width": 360, "height": 900})
    await page.goto(page.url)
    await _keep_table(page, screens, "cap-uy-trang-don-vi-360")
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}/ban-do")
    await _keep_table(page, screens, "cap-uy-trang-ban-do-360")
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}/van-ban")
    await page.locator("tbody th a").first.click()
    await screens.keep(page, "cap-uy-trang-van-ban-360")
    await page.close()


async def _keep_table(page: Page, screens: Screens, name: str) -> None:
    await page.locator("caption").evaluate("one => one.scrollIntoView()")
    await screens.keep(page, name)


async def test_on_a_desktop_every_page_is_named_at_once(town: Town, screens: Screens) -> None:
    page = await town.windows[DISTRICT].new_page()
    await page.set_viewport_size({"width": 1440, "height": 1050})
    await page.goto(f"{town.base}/tong-hop/{DISTRICT}/ban-do")
    for name in ("Tổng quan", "Từng đơn vị", "Chưa họp", "Văn bản"):
        await expect(page.get_by_role("navigation", name="Các trang").get_by_role("link", name=name)).to_be_visible()
    await screens.keep(page, "cap-uy-trang-ban-do-1440")
    await page.close()


async def test_a_long_name_on_the_way_stands_beside_its_mark(town: Town) -> None:
    """At 360 px a name longer than the line left the “›” before it alone on a line."""
    page = await town.windows[DISTRICT].new_page()
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(f"{town.base}/tong-hop/{CELL}")
    gaps = await page.locator("nav.trail li + li").evaluate_all(BESIDE, "Đảng ủy xã Suối Trong và các thôn bản " * 3)
    assert len(gaps) == 2
    assert all(gap > 5 for gap in gaps)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await page.close()


BESIDE = """(steps, name) => steps.map(one => {
    one.firstElementChild.textContent = name;
    return one.firstElementChild.getBoundingClientRect().left - one.getBoundingClientRect().left;
})"""


async def test_a_name_without_a_single_space_is_broken_and_widens_no_page(town: Town) -> None:
    """Whoever types a name may forget the spaces: 195 letters in the heading, the way down to it and the tables."""
    page = await town.windows[DISTRICT].new_page()
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.route("**/tong-hop/**", _without_spaces)
    for path in (CELL, f"{CELL}?ky=y{datetime.now(UTC):%Y}", f"{COMMUNE}/don-vi"):
        await page.goto(f"{town.base}/tong-hop/{path}")
        assert LONG in await page.content(), path
        assert await page.evaluate("document.documentElement.scrollWidth") == 360, path
        widths = await page.locator("tbody th[scope=row]").evaluate_all("all => all.map(one => one.offsetWidth)")
        assert max(widths, default=0) < 360, path
    await page.close()


LONG = "Thônđầusuốinguồn" * 12 + "đây"


async def _without_spaces(route: Route) -> None:
    """The page as it would be if the cell had such a name."""
    answer = await route.fetch()
    await route.fulfill(response=answer, body=(await answer.text()).replace("Thôn Đầu Suối", LONG))
