"""A month of a secretary who has only the guide, on a small phone: from the call to the minutes and the next month."""

from playwright.async_api import BrowserContext, expect

from tests.browser.conftest import Rehearsal
from tests.browser.hands import MEMBER, SECRETARY, Hands, is_wider_than_the_screen
from tests.browser.screens import Screens


async def test_a_secretary_plays_a_month_by_the_guide(
    rehearsal: Rehearsal, small: BrowserContext, screens: Screens
) -> None:
    hands = await Hands.at(await small.new_page(), rehearsal.url)
    await _is_called_with_an_agenda(hands, screens)
    await _is_answered(hands, screens)
    await _is_held(hands, screens)
    await _is_written(hands, screens)
    await _goes_on(hands, screens)
    assert not await is_wider_than_the_screen(hands.page)


async def _shows(hands: Hands, screens: Screens, seat: str, name: str) -> None:
    """The newest message of one phone."""
    await screens.keep_part(hands.bubbles(seat).last, name)


async def _is_through(hands: Hands) -> None:
    await hands.asks(SECRETARY, "thôi")


async def _is_called_with_an_agenda(hands: Hands, screens: Screens) -> None:
    await hands.says(SECRETARY, "gọi họp mai 19h30 Nhà văn hóa thôn")
    await hands.presses(SECRETARY, "Gửi giấy mời")
    await hands.sees(SECRETARY, "Đã gọi họp")
    await hands.says(SECRETARY, "nội dung")
    await hands.sees(SECRETARY, "1. Ổn định tổ chức")
    await hands.says(SECRETARY, "3: Bàn việc làm đường vào nhà văn hóa")
    await hands.sees(SECRETARY, "3. Bàn việc làm đường")
    await _shows(hands, screens, SECRETARY, "bi-thu-noi-dung")
    await _is_through(hands)
    await hands.says(SECRETARY, "tài liệu: https://example.vn/du-thao.pdf Dự thảo nghị quyết")
    await hands.sees(SECRETARY, "Đã thêm tài liệu")
    await _is_through(hands)
    await hands.says(SECRETARY, "khách: Nguyễn Văn A, phó chủ tịch, UBND xã")
    await hands.sees(SECRETARY, "Đã ghi 1 người ngoài danh sách")


async def _is_answered(hands: Hands, screens: Screens) -> None:
    await hands.sees(MEMBER, "Kính mời đồng chí", "Nhà văn hóa thôn")
    await _shows(hands, screens, MEMBER, "dang-vien-tra-loi")
    await hands.presses(MEMBER, "Có mặt")
    await hands.sees(MEMBER, "Đã ghi: đồng chí CÓ MẶT")
    await hands.says(MEMBER, "nội dung")
    await hands.sees(MEMBER, "Bàn việc làm đường")
    await hands.page.get_by_role("button", name="Các đồng chí khác trả lời").click()
    await expect(hands.page.locator(".news")).to_contain_text("đồng chí khác vừa trả lời")
    await hands.says(SECRETARY, "tình hình")
    await expect(hands.bubbles(SECRETARY).last).to_contain_text("Phải dự 19")
    await _shows(hands, screens, SECRETARY, "bi-thu-tinh-hinh")


async def _is_held(hands: Hands, screens: Screens) -> None:
    await hands.moves_the_clock("Đến giờ họp")
    await hands.says(SECRETARY, "điểm danh vắng 4P 9K")
    await hands.sees(SECRETARY, "Có mặt 17/19", "Vắng không lý do 1: 9")
    await hands.says(SECRETARY, "muộn 5 7")
    await hands.sees(SECRETARY, "Đến muộn 2: số 5, 7")
    await _shows(hands, screens, SECRETARY, "bi-thu-diem-danh")
    await hands.says(SECRETARY, "chốt")
    await hands.sees(SECRETARY, "Đã chốt điểm danh", "89,47 %")


async def _is_written(hands: Hands, screens: Screens) -> None:
    await hands.says(SECRETARY, "kết luận: Sửa đường vào nhà văn hóa; giao đ/c Dung, hạn 25/12")
    await hands.sees(SECRETARY, "Đã ghi kết luận", "đ/c Nông Kim Dung")
    await _shows(hands, screens, SECRETARY, "bi-thu-ket-luan")
    await _is_through(hands)
    await hands.moves_the_clock("Thêm hai giờ")
    await hands.says(SECRETARY, "biên bản")
    await hands.sees(SECRETARY, "Kết thúc lúc mấy giờ?")
    await hands.says(SECRETARY, "95 phút")
    await hands.sees(SECRETARY, "Ai chủ trì buổi họp?")
    await hands.says(SECRETARY, "1")
    await hands.sees(SECRETARY, "Ai ghi biên bản?")
    await hands.says(SECRETARY, "1")
    await hands.sees(SECRETARY, "lượt ý kiến phát biểu?")
    await hands.says(SECRETARY, "7")
    await hands.sees(SECRETARY, "có ra nghị quyết không?")
    await hands.says(SECRETARY, "không")
    await hands.sees(SECRETARY, "7 lượt ý kiến, 1 kết luận")
    await _shows(hands, screens, SECRETARY, "bi-thu-bien-ban")
    await hands.presses(SECRETARY, "Xong biên bản")
    file = hands.bubbles(SECRETARY).locator("a.file").last
    await expect(file).to_contain_text(".docx", timeout=20_000)


async def _goes_on(hands: Hands, screens: Screens) -> None:
    await hands.says(SECRETARY, "lịch hằng tháng thứ Năm đầu tiên 19h30, Nhà văn hóa thôn")
    await hands.sees(SECRETARY, "thứ Năm đầu tiên hằng tháng", "Các buổi tới")
    await _shows(hands, screens, SECRETARY, "bi-thu-lich")
    await hands.presses(SECRETARY, "Đặt lịch")
    await hands.sees(SECRETARY, "Đã đặt lịch hằng tháng")
    await hands.moves_the_clock("Sang ngày mai")
    await hands.asks(SECRETARY, "cần lưu ý")
    await hands.sees(SECRETARY, "cần lưu ý", "Ngô Công Long")
    await _shows(hands, screens, SECRETARY, "bi-thu-can-luu-y")
    await hands.asks(SECRETARY, "việc đã giao")
    await hands.sees(SECRETARY, "4 việc đã giao chưa xong", "Lập danh sách các hộ")
