"""The minutes on paper: every field of `domain` 1.6 is in the form, which is the one that the script makes."""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Attendance
from bot.model.guests import GuestKind
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member, StatusKind
from bot.model.roles import Office
from bot.reports.minutes_facts import SAMPLE, facts_of
from bot.reports.minutes_maker import minutes_document, shipped
from bot.reports.minutes_template import template
from bot.services import minutes
from bot.services.guests import add_guests, beside, note_came, own_came
from bot.services.meetings import call_meeting, checked
from bot.services.resolutions import resolve
from bot.services.roll import Marks, close_roll, take_roll
from bot.services.templates import MINUTES, filled_in, set_template
from tests import village
from tests.village import at

FIELDS = (
    "begun", "ended", "place", "total", "official", "probationary", "temporary_in", "exempt", "temporary_out",
    "present", "present_official", "present_probationary", "present_temporary_in", "excused_people",
    "unexcused_people", "late", "early", "guests", "upper", "chair", "clerk", "agenda", "opinions",
    "conclusions", "resolution", "score", "corrections",
)  # fmt: skip
STARTS, WRITTEN = at(2026, 12, 3, 19, 30), at(2026, 12, 3, 22)


def words_of(content: bytes) -> str:
    paper = docx.Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def xml_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as packed:
        return packed.read("word/document.xml").decode()


def test_the_form_that_comes_with_us_is_the_one_that_the_script_makes() -> None:
    assert xml_of(shipped()) == xml_of(template())


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_the_minutes_is_in_the_form(field: str) -> None:
    assert re.search(rf"[{{%].*\b{field}\b.*[}}%]", words_of(shipped())) is not None


def test_the_form_is_filled_in_and_knows_every_fact() -> None:
    said = words_of(filled_in(shipped(), SAMPLE, strict=True))
    assert "{" not in said
    assert "- Đồng chí Nguyễn Văn An: đi công tác" in said
    assert "Tỷ lệ dự họp\n20/20" in said


@dataclass
class Example:
    """A cell of 27 + 3 own, 4 exempt, 2 sent out, 1 received, and a meeting that it has held."""

    held: Meeting
    official: list[Member]
    probationary: list[Member]
    exempt: list[Member]
    received: Member


async def worked_example(db: AsyncSession) -> Example:
    """`domain` rule 7: 21 of 25 came, 3 with leave, 1 without; three guests beside them."""
    cell = await village.cell(db, await village.commune(db))
    official = await village.members(db, cell, 20)
    probationary = [await village.member(db, cell, f"Bùi Dự Bị {one}", official=False) for one in "abc"]
    received = await village.member(db, cell, "Kim Thị Đến", temporary=True)
    exempt = [await village.member(db, cell, f"Cao Miễn {one}", StatusKind.EXEMPT) for one in "abcd"]
    for one in "ab":
        await village.member(db, cell, f"Đào Đi {one}", StatusKind.TEMPORARY_OUT)
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell, Office.SECRETARY)
    called = at(2026, 12, 1)
    call = checked(MeetingKind.REGULAR, STARTS, "Nhà văn hóa", None, called)
    example = Example(await call_meeting(db, cell, call, "test", called), official, probationary, exempt, received)
    await call_the_roll(db, example)
    await write_down(db, example.held, secretary, official[6])
    return example


async def call_the_roll(db: AsyncSession, example: Example) -> None:
    held, official = example.held, example.official
    (await village.row_of(db, held, official[0])).reason = Reason.ILLNESS
    away = [official[0].id, official[1].id, example.probationary[0].id]
    marks = Marks(excused=away, unexcused=[official[2].id], everybody_present=True)
    await take_roll(db, held.id, marks, "test", STARTS)
    (await village.row_of(db, held, official[5])).came_late = True
    await add_guests(db, held, "Hà Văn Khách, phó chủ tịch xã", GuestKind.GUEST, "test", STARTS)
    await add_guests(db, held, "Vũ Văn Trên, đảng ủy viên", GuestKind.UPPER, "test", STARTS)
    for guest in await beside(db, held.id):
        await note_came(db, held, guest.id, True, "test", STARTS)
    await own_came(db, held, example.exempt[0].id, True, "test", STARTS)
    await close_roll(db, held.id, "test", WRITTEN)


async def write_down(db: AsyncSession, held: Meeting, chair: Member, clerk: Member) -> None:
    await minutes.end(db, held, at(2026, 12, 3, 21, 5), "test", WRITTEN)
    await minutes.chair(db, held, chair.id, "test", WRITTEN)
    await minutes.clerk(db, held, clerk.id, "test", WRITTEN)
    await minutes.count_opinions(db, held, 7, "test", WRITTEN)
    await resolve(db, held, "7", "test", WRITTEN)


async def test_the_worked_example_in_full(db: AsyncSession) -> None:
    example = await worked_example(db)
    official = example.official
    facts = await facts_of(db, example.held, with_reasons=True)
    counts = ("total", "official", "probationary", "temporary_in", "exempt", "temporary_out", "expected", "present")
    assert [facts[name] for name in counts] == [30, 27, 3, 1, 4, 2, 25, 21]
    came = ("present_official", "present_probationary", "present_temporary_in", "excused", "unexcused")
    assert [facts[name] for name in came] == [18, 2, 1, 3, 1]
    said = words_of((await minutes_document(db, example.held, "test", WRITTEN, with_reasons=True))().content)
    for words in (
        "ĐẢNG ỦY XÃ SUỐI TRONG", "CHI BỘ THÔN THON", "Suối Trong, ngày 03 tháng 12 năm 2026",
        "Bắt đầu: 19 giờ 30 phút, ngày 03/12/2026", "kết thúc lúc 21 giờ 05 phút, ngày 03/12/2026 (95 phút)",
        "Có mặt: 21/25 đồng chí; trong đó chính thức 18, dự bị 2, sinh hoạt tạm thời 1. Tỷ lệ 84,00\u00a0% (21/25)",
        "trừ vắng có lý do 95,45\u00a0% (21/22)", f"{official[0].name}: ốm, đi viện", f"- Đồng chí {official[2].name}",
        f"Đến muộn: {official[5].name}. Về sớm: không có", "Khách mời: Hà Văn Khách, phó chủ tịch xã",
        "Cấp trên dự: Vũ Văn Trên, đảng ủy viên", f"có mặt: {example.exempt[0].name}",
        "Chủ trì: đồng chí Trần Thị Bình", "Số lượt ý kiến phát biểu: 7", "Nghị quyết số 07-NQ/CB",
        "Chưa ghi kết luận", "Chưa chấm",
    ):  # fmt: skip
        assert words in said
    assert example.received.name not in said


async def test_a_committee_that_meets_counts_those_it_is_made_of(db: AsyncSession) -> None:
    cell = await village.cell(db)
    people = await village.members(db, cell, 9)
    await village.office(db, people[0], cell)
    await village.office(db, people[1], cell, Office.DEPUTY_SECRETARY)
    held = await village.held(db, cell, at(2026, 12, 3), MeetingKind.COMMITTEE)
    facts = await facts_of(db, held, with_reasons=True)
    assert [facts[name] for name in ("total", "expected", "present", "kind")] == [2, 2, 2, "Họp chi ủy"]


async def test_an_office_has_a_form_of_its_own(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell = await village.cell(db, top)
    await village.members(db, cell, 3)
    held = await village.held(db, cell, at(2026, 12, 3))
    paper, out = docx.Document(), BytesIO()
    paper.add_paragraph("Mẫu riêng: {{ unit }}, có mặt {{ present }}")
    paper.save(out)
    await set_template(db, top, MINUTES, out.getvalue(), SAMPLE, "test", at(2026, 12, 4))
    made = await minutes_document(db, held, "test", at(2026, 12, 4), with_reasons=False)
    assert words_of(made().content) == "Mẫu riêng: CHI BỘ THÔN THON, có mặt 3"


async def test_without_a_frozen_head_count_the_roster_of_the_day_speaks(db: AsyncSession) -> None:
    """Meetings of earlier releases."""
    cell = await village.cell(db)
    (person, *_) = await village.members(db, cell, 3)
    called = at(2026, 12, 1)
    held = await village.meeting(db, cell, called)
    row: Attendance = await village.row_of(db, held, person)
    row.mark = None
    facts = await facts_of(db, held, with_reasons=True)
    assert (facts["total"], facts["present"], facts["draft"] is not None) == (3, 0, True)
