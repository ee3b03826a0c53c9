"""How far a document has come, in the chat: counts at every level, names in the own cell alone, reminding once more."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.model.directives import DirectiveUnit
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.reports.recipes import prepared
from bot.services.acknowledging import acknowledge
from bot.words import directive_progress as words
from bot.words.names_seen import NO_GROUP, NONE_THERE, OWN_GROUP
from tests import village
from tests.ground import Ground
from tests.led_at_cell import grouped
from tests.services.directive_places import Told, passed_down, told_commune
from tests.talk import Phone, phone_abroad, plain_phone


@pytest.fixture
async def told(ground: Ground) -> AsyncIterator[Told]:
    """One of the first cell has taken note."""
    async with ground.with_(told_commune) as told:
        await acknowledge(told.db, told.directive.id, told.people[0].id, told.now)
        yield told


def office(told: Told) -> Phone:
    return Phone(told.db, told.now, str(len(told.people) + 2))


def hers(told: Told) -> Phone:
    return Phone(told.db, told.now, str(len(told.people) + 1))


async def test_the_committee_sees_counts_and_goes_down_and_up(told: Told) -> None:
    phone = office(told)
    shown = await phone.says(f"tiến độ văn bản {told.directive.id}")
    assert "đã rõ 1/5 (20,00\u00a0%)" in shown
    assert "Hạn: hết ngày 30/11/2026" in shown
    assert phone.offered[:2] == ["Thôn dong: 1/3 (33,33\u00a0%)", "Thôn tay: 0/2 (0,00\u00a0%)"]
    below = await phone.presses("Thôn dong")
    assert "1/3" in below
    assert "Văn An" not in below
    assert "1/5" in await phone.presses(words.ABOVE)
    missing = await phone.presses(words.MISSING)
    assert [line for line in missing.splitlines() if line.startswith("-")] == [
        "- Thôn dong: thiếu 2/3",
        "- Thôn tay: thiếu 2/2",
    ]


async def test_whoever_leads_the_cell_reads_names_but_not_abroad(told: Told) -> None:
    told.db.info["public_url"] = "https://chibot.example"
    assert "Chưa rõ: Nguyễn Văn An, Trần Văn Bình." in await hers(told).says(f"tiến độ văn bản {told.directive.id}")
    abroad = phone_abroad(told.db, told.now, str(len(told.people) + 1))
    assert "Bình" not in await abroad.says(f"tiến độ văn bản {told.directive.id}")
    assert "https://chibot.example" in await abroad.says(f"còn thiếu văn bản {told.directive.id}")


async def test_an_official_above_who_leads_a_group_of_a_cell_reads_names_of_that_group(told: Told) -> None:
    """Whoever follows a document from above and leads a group of a cell read every name that was missing there."""
    phone, an = office(told), told.people[1]
    await village.office(told.db, told.office, told.dong, Office.GROUP_LEADER)
    said = await phone.presses_value(f"directive_missing:{told.directive.id}:{told.dong.id}:0")
    assert said.splitlines()[1:] == [NO_GROUP]
    await village.belongs(told.db, told.office, told.dong)
    await grouped(told.db, told.dong, "Tổ 1", told.office, an)
    said = await phone.presses_value(f"directive_missing:{told.directive.id}:{told.dong.id}:0")
    assert "còn thiếu 2 đồng chí" in said
    assert said.splitlines()[1:] == ["Chưa rõ: Nguyễn Văn An.", OWN_GROUP]
    assert "Bình" not in await phone.presses_value(f"directive_progress:{told.directive.id}:{told.dong.id}:0")
    file = await prepared(told.db, f"directive_names:{told.office.id}:{told.directive.id}:{told.dong.id}", told.now)
    lines = file().content.decode().splitlines()
    assert "còn thiếu 2 đồng chí" in lines[0]
    assert lines[1:] == [OWN_GROUP, "Nguyễn Văn An"]
    await acknowledge(told.db, told.directive.id, an.id, told.now)
    said = await phone.presses_value(f"directive_missing:{told.directive.id}:{told.dong.id}:0")
    assert said.splitlines()[1:] == [NONE_THERE]


async def test_nobody_follows_what_is_not_theirs(told: Told) -> None:
    value = f"directive_progress:{told.directive.id}:{told.top.id}"
    for phone in (hers(told), Phone(told.db, told.now, "1")):
        assert "1/5" not in await phone.presses_value(value)
    other = await village.cell(told.db, None, "nam")
    foreign = await passed_down(told.db, other, {other: [told.people[4]]})
    assert "%" not in await office(told).says(f"tiến độ văn bản {foreign.id}")
    assert "1/5" in await office(told).says("tiến độ văn bản 27-QĐ/TU")


async def test_who_has_not_taken_note_is_reminded_after_the_number_was_seen(told: Told) -> None:
    phone = office(told)
    await phone.says(f"tiến độ văn bản {told.directive.id}")
    shown = await phone.presses(words.AGAIN)
    assert "Nhắc 4 đồng chí" in shown
    assert "máy tập dượt 4." in shown
    assert await wanted(told) == 0
    assert "đang nhắc 4 đồng chí" in await phone.presses(words.SEND)
    assert await wanted(told) == 2


async def wanted(told: Told) -> int:
    """The units at which the clock has to remind."""
    return await told.db.scalar(select(func.count(DirectiveUnit.again_at))) or 0


async def test_very_many_are_confirmed_by_their_number_on_a_plain_phone_too(told: Told) -> None:
    told.top.settings = {"confirm_above": "20"}
    crowd = await village.members(told.db, told.tay, 30)
    directive = await passed_down(told.db, told.top, {told.tay: crowd})
    await village.reachable_at(told.db, told.office, told.now, "70", "rehearsal_plain")
    phone = plain_phone(told.db, told.now, "70")
    await phone.says(f"tien do van ban {directive.id}")
    assert "chưa nhắn được 30." in await phone.says("nhac nguoi chua ro")
    assert await phone.says("29")
    assert await wanted(told) == 0
    assert "đang nhắc 30 đồng chí" in await phone.says("30")
    assert await wanted(told) == 1
    assert (await told.db.scalars(select(Notice))).all() == []


async def test_the_table_of_the_committee_hides_small_cells(told: Told) -> None:
    crowd = await village.members(told.db, told.tay, 20)
    big, nam = await village.cell(told.db, told.top, "bac"), await village.cell(told.db, told.top, "nam")
    directive = await passed_down(
        told.db, told.top, {told.dong: told.people[:3], big: crowd[:8], nam: crowd[8:11]}, must_study=True
    )
    phone = office(told)
    await phone.says(f"tiến độ văn bản {directive.id}")
    await phone.presses(words.SHEET)
    document = await phone.document()
    page = load_workbook(BytesIO(document.content), data_only=True).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=6)]
    drawn: Any = load_workbook(BytesIO(document.content)).worksheets[0]
    assert (page.freeze_panes, len(drawn._charts)) == ("C6", 1)
    assert [row[1] for row in rows[:3]] == ["Thôn bac", words.small_cells(2), words.TOTAL]
    assert [row[4:8] for row in rows[:3]] == [[0, 8, 0, 0], [0, 6, 0, 0], [0, 14, 0, 0]]
    assert [row[10] for row in rows[:2]] == ["đang thực hiện"] * 2
    assert "Hà Thị Phòng" in str(rows[-1][1])
    made_of = str(phone.screen[-1].attaches).replace("directive_sheet", "directive_csv")
    lines = (await prepared(told.db, made_of, told.now))().content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"1;Thôn bac;{directive.number};0;0;8;0,00;0;—;")
    assert lines[3].startswith(f";{words.TOTAL};{directive.number};0;0;14;0,00;0;")
