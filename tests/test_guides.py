"""Whatever the guides tell people to type is understood from who reads them, and what they press is on a button."""

import ast
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bot.__main__ import app
from bot.refusals import NotAllowed
from bot.words.refused import refused
from tests.ground import Ground
from tests.guide_lines import GUIDES, Line, commands_of, lines_of
from tests.guide_place import Guided, guided

READERS = {
    "dang-vien.md": ("member",),
    "bi-thu.md": ("secretary", "member"),
    "cap-uy.md": ("committee", "office", "commune"),
    "van-phong.md": ("office",),
    "bat-dau.md": ("member", "secretary"),
    "tap-duot.md": ("member", "secretary", "committee"),
}
"""Whose phones a guide speaks of."""
ROLL, CONTENT, CLOSED = ("điểm danh",), ("nội dung",), ("điểm danh", "đủ", "chốt")
DIRECTIVE = ("văn bản 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: Quy định về sinh hoạt chi bộ; hạn 30/11",)
PASSING = ("văn bản 1", ">Chuyển tiếp")
CONCLUSION = ("kết luận: Sửa đường vào nhà văn hóa", "kết luận: Dọn vệ sinh; giao đ/c Lan, hạn 25/12")
SERIES = ("lịch hằng tháng mùng 3 19h30, Nhà văn hóa thôn", ">Đặt lịch", "đổi một buổi", ">Tháng 12")
MINUTES = (*CLOSED, "biên bản")
OPENING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("3: Bàn việc làm đường", "thêm: Bầu thư ký", "thêm 2: …", "xóa 4", "xóa 4, 6"), CONTENT),
    **dict.fromkeys(("chuyển 5 lên 2", "chủ đề: Chuẩn bị Tết"), CONTENT),
    **dict.fromkeys(("đủ", "vắng 4 9P 12K", "vắng Lan P, Hùng K", "vắng 9", "vắng 4P 9K", "thay 4P", "thay 4K"), ROLL),
    **dict.fromkeys(("muộn 5 7, về sớm 9", "không muộn 5"), (*ROLL, "đủ")),
    **dict.fromkeys(("2: …", "giao 2 đ/c Hùng, hạn 30/12", "xong 2", "chưa xong 2", "xóa 2"), CONCLUSION),
    **dict.fromkeys(("tối thứ Năm tuần sau 7 rưỡi", "mai 19h", "mùng 5 8h sáng"), ("gọi họp",)),
    **dict.fromkeys(("gửi", "gửi bí thư, phó bí thư xã Húc Động", "gửi chi bộ cơ sở", "từng cấp"), DIRECTIVE),
    **dict.fromkeys(("gửi đảng viên dự bị",), DIRECTIVE),
    **dict.fromkeys(("21h05", "95 phút"), MINUTES),
    "7": (*MINUTES, "95 phút", ">Trần Thị Bình", ">Nguyễn Văn An"),
    **dict.fromkeys(("07-NQ/CB", "không"), (*MINUTES, "95 phút", ">Trần Thị Bình", ">Nguyễn Văn An", "7")),
    **dict.fromkeys(("đạt", "chưa đạt"), (*CLOSED, "chấm chất lượng", ">Tiêu chí chi bộ ấp")),
    "1": ("họp",),
    "2": ("họp",),
    "chốt": CLOSED[:2],
    "sửa 4P 9 có": (*CLOSED, "sửa điểm danh"),
    "1 3 5-8": ("lập tổ đảng Tổ 1",),
    "ngày 12": (*SERIES, ">Chỉ buổi này"),
    "nơi khác": ("chuyển sinh hoạt Lan",),
    "hạn 25/12": ("thông báo: Chiều thứ Bảy dọn đường vào nhà văn hóa.",),
    "tất cả 5": ("chỉ tiêu mới", "Kết nạp; hạn 30/11; hỏi xã", ">Hỏi 2", ">Ghi kế hoạch"),
    "Các chi bộ học trong tháng; hạn 25/11": PASSING,
    "hạn 24/11": (*PASSING, "Các chi bộ học trong tháng"),
    "https://… Dự thảo nghị quyết": ("tài liệu",),
}
"""What answers something is said after this; with `>` pressed."""
NONSENSE, SHORT = "lơ tơ mơ xanh lè", 12
NOT_UNDERSTOOD = ("Chưa hiểu", "hưa đọc được", "Chưa rõ", refused(NotAllowed()))


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Guided]:
    async with ground.with_(guided) as place:
        place.db.info["public_url"] = "https://chibot.example"
        yield place


def test_every_guide_is_read_here() -> None:
    assert {path.name for path in GUIDES.glob("*.md")} == set(READERS)


@pytest.mark.parametrize("guide", READERS)
async def test_what_a_guide_says_to_type_is_understood(place: Guided, guide: str) -> None:
    typed = dict.fromkeys((line.text, roles_of(guide, line)) for line in lines_of(guide) if not line.is_pressed)
    assert typed
    reader = Reader(place)
    lost = [text for text, roles in typed if not await reader.understood(roles, text)]
    assert lost == []


async def test_what_nobody_would_understand_is_found(place: Guided) -> None:
    assert not await Reader(place).understood(READERS["bi-thu.md"], NONSENSE[::-1])


def roles_of(guide: str, line: Line) -> Sequence[str]:
    return (*READERS[guide], "resident") if line.section == "Nhắn tin cho người dân" else READERS[guide]


@dataclass
class Reader:
    """Somebody who does what a guide says."""

    place: Guided
    meaningless: dict[tuple[str, datetime, Sequence[str]], str] = field(default_factory=dict)
    """By role, hour and what was said before: the answer to words that mean nothing."""

    async def understood(self, roles: Sequence[str], text: str) -> bool:
        """It is answered otherwise than words that mean nothing would be."""
        opening = OPENING.get(text, ())
        for role in roles:
            for now in self.place.moments:
                said = await self.answer(role, now, opening, text)
                if any(sign in said for sign in NOT_UNDERSTOOD):
                    continue
                if said != await self.answer_to_nonsense(role, now, opening):
                    return True
        return False

    async def answer_to_nonsense(self, role: str, now: datetime, opening: Sequence[str]) -> str:
        key = role, now, opening
        if key not in self.meaningless:
            self.meaningless[key] = await self.answer(role, now, opening, NONSENSE)
        return self.meaningless[key]

    async def answer(self, role: str, now: datetime, opening: Sequence[str], text: str) -> str:
        """Without the words themselves where they are read back; nothing of it stays. `NOT_UNDERSTOOD` for a phone on
        which nobody can begin so."""
        begun, phone = await self.place.db.begin_nested(), self.place.phone(role, now)
        try:
            for one in opening:
                await (phone.presses(one[1:]) if one.startswith(">") else phone.says(one))
            said = await phone.says(text.replace("https://…", "https://chibot.example/a").replace("…", "việc này"))
        except AssertionError:  # no such button
            said = NOT_UNDERSTOOD[0]
        await begun.rollback()
        return said.replace(text, "…") if len(text) > SHORT else said


@pytest.mark.parametrize("guide", READERS)
def test_what_a_guide_says_to_press_is_on_a_button(guide: str) -> None:
    pressed = [line.text for line in lines_of(guide) if line.is_pressed]
    assert [text for text in pressed if not any(part_of(text, word) for word in shown())] == []


@pytest.mark.parametrize("guide", [one for one in READERS if commands_of(one)])
def test_the_commands_that_a_guide_names_are_there_with_their_options(guide: str) -> None:
    assert [" ".join(one) for one in commands_of(guide) if not is_there(one)] == []


def is_there(said: Sequence[str]) -> bool:
    """`member add|transfer` names both."""
    command = typer.main.get_command(app)
    words = list(said)
    while isinstance(command, TyperGroup):
        names = words.pop(0).split("|") if words else []
        if not names or not all(name in command.commands for name in names):
            return False
        command = command.commands[names[0]]
    options = {"--help", *(one for parameter in command.params for one in (*parameter.opts, *parameter.secondary_opts))}
    return all(word in options for word in words if word.startswith("-"))


def part_of(label: str, word: str) -> bool:
    """`Gửi cho … đồng chí`: what stands in the middle differs."""
    begins, _, ends = label.partition("…")
    return begins.strip() in word and ends.strip() in word


@cache
def shown() -> frozenset[str]:
    """All that is written in `bot/words/`."""
    return frozenset(_strings(Path(__file__).parents[1] / "bot" / "words"))


def _strings(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
