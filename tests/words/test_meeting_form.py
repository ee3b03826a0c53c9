"""The form of a meeting is read from its place."""

import pytest

from bot.words.meeting_form import BOTH, ONLINE, THERE, form_of


@pytest.mark.parametrize(
    ("place", "form"),
    [
        ("Nhà văn hóa thôn Đông", THERE),
        ("Nhà đồng chí Va, thôn Kết", THERE),
        ("Trực tuyến", ONLINE),
        ("Trực tuyến qua Zoom, mã 812 345 678, mật khẩu 1234", ONLINE),
        ("https://meet.example.vn/abc", ONLINE),
        ("Họp online", ONLINE),
        ("Nhà văn hóa và trực tuyến", BOTH),
        ("Hội trường xã kết hợp trực tuyến", BOTH),
        ("Nhà văn hóa + Zoom", BOTH),
    ],
)
def test_the_place_says_whether_people_meet_there(place: str, form: str) -> None:
    assert form_of(place) == form
