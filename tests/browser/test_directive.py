"""A document, from the committee to the member and back, on a small phone; and what comes up from the cell."""

from playwright.async_api import BrowserContext, expect

from tests.browser.conftest import Rehearsal
from tests.browser.hands import COMMITTEE, MEMBER, SECRETARY, Hands, is_wider_than_the_screen, serious
from tests.browser.screens import Screens

LINE = "văn bản 28-KH/TU ngày 05/11/2025 của Tỉnh ủy: Kế hoạch kiểm tra cuối năm; phải học; gửi Thôn Đầu Suối"


async def test_a_document_goes_down_and_its_counts_come_up(
    rehearsal: Rehearsal, small: BrowserContext, screens: Screens
) -> None:
    hands = await Hands.at(await small.new_page(), rehearsal.url)
    await _is_sent(hands, screens)
    await _is_taken_note_of(hands, screens)
    await _is_reported(hands)
    await _is_seen_from_above(hands, screens)
    await _figures_and_wishes(hands, screens)
    assert not await is_wider_than_the_screen(hands.page)
    assert await serious(hands.page) == []


async def _shows(hands: Hands, screens: Screens, seat: str, name: str) -> None:
    await screens.keep_part(hands.bubbles(seat).last, name)


async def _is_sent(hands: Hands, screens: Screens) -> None:
    await hands.says(COMMITTEE, LINE)
    await hands.sees(COMMITTEE, "Kế hoạch số 28-KH/TU", "Gửi 19 đồng chí")
    await _shows(hands, screens, COMMITTEE, "cap-uy-chuyen-van-ban")
    await hands.says(COMMITTEE, "gửi")
    await hands.sees(COMMITTEE, "Đang gửi văn bản 28-KH/TU")


async def _is_taken_note_of(hands: Hands, screens: Screens) -> None:
    await hands.sees(MEMBER, "Kế hoạch số 28-KH/TU", "Sổ tay đảng viên điện tử")
    await _shows(hands, screens, MEMBER, "dang-vien-van-ban")
    await hands.presses(MEMBER, "Đã rõ")
    await hands.sees(MEMBER, "đồng chí đã rõ văn bản 28-KH/TU")
    await hands.sees(SECRETARY, "Kế hoạch số 28-KH/TU")
    await hands.says(SECRETARY, "hỏi về văn bản 3: Học riêng hay học chung?")
    await hands.sees(SECRETARY, "Đã chuyển câu hỏi", "Huyện ủy Bình Liêu")
    await hands.says(COMMITTEE, "câu hỏi về văn bản")
    await hands.sees(COMMITTEE, "Học riêng hay học chung?")


async def _is_reported(hands: Hands) -> None:
    """Who has studied otherwise is noted by name; then the report agrees with what was counted."""
    await hands.says(SECRETARY, "học bù văn bản 3: Yến, Thoa")
    await hands.sees(SECRETARY, "Đã ghi học bù văn bản 28-KH/TU")
    await hands.says(SECRETARY, "báo cáo văn bản 3: 2/19, học bù 2")
    await hands.sees(SECRETARY, "Đã báo cáo")


async def _is_seen_from_above(hands: Hands, screens: Screens) -> None:
    await hands.says(COMMITTEE, "tiến độ văn bản 3")
    await hands.sees(COMMITTEE, "đã học 2/19 (10,53 %)", "đã báo cáo 1/1")
    await hands.page.get_by_role("button", name="Các đồng chí khác trả lời").click()
    await expect(hands.page.locator(".news")).to_contain_text("đồng chí khác vừa trả lời")
    await hands.says(COMMITTEE, "tiến độ văn bản 2")
    await hands.sees(COMMITTEE, "27-QĐ/TU", "2 cấp ủy chưa chuyển tiếp")
    await _shows(hands, screens, COMMITTEE, "cap-uy-tien-do")


async def _figures_and_wishes(hands: Hands, screens: Screens) -> None:
    await hands.says(COMMITTEE, "chỉ tiêu 1")
    await hands.sees(COMMITTEE, "92/120 = 76,67 %")
    await _shows(hands, screens, COMMITTEE, "cap-uy-chi-tieu")
    await hands.says(COMMITTEE, "trả lời ý kiến 3: Huyện bố trí kinh phí trong quý tới")
    await hands.sees(MEMBER, "Ý kiến số 1 của đồng chí", "Huyện bố trí kinh phí")
    await _shows(hands, screens, MEMBER, "dang-vien-y-kien")
