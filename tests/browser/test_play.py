"""One meeting, from the call to the report, on three phones."""

import re

from playwright.async_api import BrowserContext, expect

from tests.browser.conftest import Rehearsal
from tests.browser.hands import COMMITTEE, MEMBER, SECRETARY, Hands
from tests.browser.screens import Screens

SUMMARY = "Có mặt 17/19"


async def test_three_phones_play_one_meeting_to_the_closed_roll_and_the_report(
    rehearsal: Rehearsal, window: BrowserContext, screens: Screens
) -> None:
    hands = await Hands.at(await window.new_page(), rehearsal.url)
    await screens.keep(hands.page, "tap-duot-bat-dau")
    await _is_called(hands)
    await _is_answered(hands)
    await screens.keep(hands.page, "tap-duot-tra-loi")
    await _is_held(hands)
    await screens.keep(hands.page, "tap-duot-diem-danh")
    await _is_reported(hands)
    await screens.keep(hands.page, "tap-duot-bao-cao")


async def _is_called(hands: Hands) -> None:
    await hands.says(SECRETARY, "gọi họp mai 19h30 Nhà văn hóa thôn")
    await hands.sees(SECRETARY, "Mời 19 đồng chí", "Nhà văn hóa thôn", "chưa nhắn được 2")
    await hands.presses(SECRETARY, "Gửi giấy mời")
    await hands.sees(SECRETARY, "Đã gọi họp", "chưa trả lời 19")


async def _is_answered(hands: Hands) -> None:
    await hands.sees(MEMBER, "Kính mời đồng chí", "Nhà văn hóa thôn")
    await hands.presses(MEMBER, "Có mặt")
    await hands.sees(MEMBER, "Đã ghi: đồng chí CÓ MẶT")
    await hands.page.get_by_role("button", name="Các đồng chí khác trả lời").click()
    await expect(hands.page.locator(".news")).to_contain_text("đồng chí khác vừa trả lời")
    await hands.says(SECRETARY, "tình hình")
    await expect(hands.bubbles(SECRETARY).last).to_contain_text(re.compile("Phải dự 19: có mặt 1?[1-9]"))


async def _is_held(hands: Hands) -> None:
    await hands.moves_the_clock("Đến giờ họp")
    await hands.says(SECRETARY, "điểm danh vắng 4P 9K")
    await hands.sees(SECRETARY, SUMMARY, "Vắng không lý do 1: 9")
    await hands.presses(SECRETARY, "Chốt điểm danh")
    await hands.sees(SECRETARY, "Đã chốt")


async def _is_reported(hands: Hands) -> None:
    await hands.says(COMMITTEE, "báo cáo Thôn Đầu Suối")
    await hands.sees(COMMITTEE, "17/19")
    await hands.says(COMMITTEE, "báo cáo")
    await hands.sees(COMMITTEE, "Huyện ủy Bình Liêu")
