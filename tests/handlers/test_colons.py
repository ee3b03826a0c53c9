"""Phones put no blank after a colon, and people do not either."""

from datetime import timedelta

import pytest

from tests.handlers.conftest import Scene
from tests.talk import Phone


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("ý kiến:Đường vào thôn hỏng nhiều chỗ", "Ý kiến về việc gì"),
        ("thông báo:Mai họp lúc 19:30 tại nhà văn hóa", "Mai họp lúc 19:30"),
        ("lấy ý kiến:Họp thứ Bảy được không? 1. Được 2. Không được", "Họp thứ Bảy được không?"),
        ("kết luận:sửa đường vào nhà văn hóa", "Đã ghi kết luận"),
    ],
)
async def test_what_stands_right_behind_the_colon_is_what_is_meant(scene: Scene, line: str, answer: str) -> None:
    phone = Phone(scene.db, scene.meeting.starts_at + timedelta(hours=1), "9")
    assert answer in await phone.says(line)
