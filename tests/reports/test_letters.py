"""Invitation letters: one for each guest and a blank one, in the party's form or the unit's own."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.guests import GuestKind
from bot.model.meetings import Meeting
from bot.model.members import StatusKind
from bot.refusals import NotAllowed
from bot.reports import invitation_template
from bot.reports.letters import letters, letters_of, shipped
from bot.services.guests import add_guests, own_came
from bot.services.templates import INVITATION, set_template
from bot.words import letters as words
from bot.words.party_format import dated, issuer, place
from tests import village
from tests.conftest import NOW
from tests.services.papers import docx


def texts(content: bytes) -> tuple[str, str]:
    """What stands in the lines of the paper, and in its head and foot."""
    paper = Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(one.text for one in paper.paragraphs), "\n".join(cells)


async def called(db: AsyncSession) -> Meeting:
    cell = await village.cell(db, await village.commune(db))
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    meeting = await village.meeting(db, cell, NOW, timedelta(days=3))
    meeting.topic, meeting.agenda = "Chuẩn bị Tết", ["Khai mạc", "Thảo luận"]
    await add_guests(db, meeting, "Nguyễn Văn A, phó chủ tịch, UBND xã; Lê B", GuestKind.GUEST, "test", NOW)
    await add_guests(db, meeting, "Trần Văn C, đảng ủy viên", GuestKind.UPPER, "test", NOW)
    return meeting


async def test_each_guest_has_a_letter_and_one_is_blank(sqlite_db: AsyncSession) -> None:
    meeting = await called(sqlite_db)
    document = (await letters_of(sqlite_db, meeting, NOW))()
    lines, frame = texts(document.content)
    assert document.name == f"giay-moi-{meeting.id}.docx"
    assert lines.count("GIẤY MỜI") == 4
    for name in ("Nguyễn Văn A", "Lê B", "Trần Văn C", words.BLANK):
        assert f"trân trọng kính mời: {name}" in lines
    assert lines.count("Chức vụ:") == 2
    for said in ("Đơn vị: UBND xã", "chủ đề: Chuẩn bị Tết", "9 giờ, Thứ Ba, ngày 24 tháng 11 năm 2026", "Nhà văn hóa",
                 "1. Khai mạc.", "2. Thảo luận.", "Chủ trì: đồng chí Trần Thị Bình."):  # fmt: skip
        assert said in lines
    for said in (
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐẢNG ỦY XÃ SUỐI TRONG\nCHI BỘ THÔN THON",
        "-GM/CB",
        "T/M CHI BỘ THÔN THON\nBÍ THƯ",
        "Suối Trong, ngày 21 tháng 11 năm 2026",
    ):
        assert said in frame


async def test_own_members_who_come_as_guests_get_no_letter(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting = await called(db)
    cell = await village.cell_with(db, meeting)
    exempt = await village.member(db, cell, "Vũ Văn Miễn", StatusKind.EXEMPT)
    await own_came(db, meeting, exempt.id, True, "test", NOW)
    assert "Vũ Văn Miễn" not in texts((await letters_of(db, meeting, NOW))().content)[0]


async def test_a_units_own_form_is_used(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting = await called(db)
    cell = await village.cell_with(db, meeting)
    await set_template(db, cell, INVITATION, docx("Mời {{ guest.name }}"), words.SAMPLE, "test", NOW)
    lines, _ = texts((await letters_of(db, meeting, NOW))().content)
    assert lines.split() == [
        "Mời",
        "Nguyễn",
        "Văn",
        "A",
        "Mời",
        "Lê",
        "B",
        "Mời",
        "Trần",
        "Văn",
        "C",
        "Mời",
        words.BLANK,
    ]


async def test_only_whoever_calls_the_meeting_gets_them(sqlite_db: AsyncSession) -> None:
    meeting = await called(sqlite_db)
    stranger = await village.member(sqlite_db, await village.cell(sqlite_db, code="la"))
    await village.office(sqlite_db, stranger, await village.cell(sqlite_db, code="la-nua"))
    with pytest.raises(NotAllowed):
        await letters(sqlite_db, stranger.id, (str(meeting.id),), NOW)


def test_the_shipped_file_is_what_its_maker_makes() -> None:
    assert texts(shipped()) == texts(invitation_template.make())


def test_heads_are_written_as_the_party_writes_them() -> None:
    assert issuer("Thôn Đông") == issuer("Chi bộ Thôn Đông") == "CHI BỘ THÔN ĐÔNG"
    assert [place(name) for name in ("Đảng ủy xã Suối Trong", "Đảng bộ phường Yên Hòa")] == ["Suối Trong", "Yên Hòa"]
    assert place("Ban cán sự") == place(None) == "……………"
    assert dated(NOW.date().replace(month=2, day=3)) == "ngày 03 tháng 02 năm 2026"
