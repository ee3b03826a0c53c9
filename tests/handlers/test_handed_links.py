"""Whoever no message reaches gets a link from the secretary: forwarded, or on a slip of paper."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from bot.model.attendances import Answer, AnswerLog
from bot.model.audit import AuditRow
from bot.model.notices import NoticeState
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.roles import Office
from bot.refusals import EverybodyTold, MeetingOver, NotAllowed
from bot.reports.recipes import prepared, recipe
from bot.services.personal_links import Taken, answer_by_link, opened
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers
from tests.talk import Phone

SITE = "https://chibot.example"
TOKEN = re.compile(f"{SITE}/m/([A-Za-z0-9]{{22}})")


@pytest.fixture
async def on_paper(scene: Scene) -> Scene:
    """Two more members without a phone, and our site has an address."""
    scene.db.info["public_url"] = SITE
    for name in ("Đỗ Văn Nam", "Phạm Thị Yến"):
        await village.member(scene.db, scene.cell, name)
    scene.meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    for person in (scene.lan, scene.secretary):
        await village.has_been_told(scene.db, scene.meeting, person)
    return scene


async def asks_about(scene: Scene, phone: Phone, name: str) -> None:
    await phone.presses_value(f"calls:{scene.meeting.id}:0")
    await phone.presses(name)


async def deeds(scene: Scene) -> list[tuple[str, str | None]]:
    found = await scene.db.execute(select(AuditRow.by, AuditRow.about).filter_by(deed="link_made"))
    return [(by, about) for by, about in found]


# One, to forward


async def test_a_text_to_forward_leads_to_that_members_page(on_paper: Scene) -> None:
    phone = hers(on_paper)
    await asks_about(on_paper, phone, "Đỗ Văn Nam")
    said = await phone.presses("Liên kết riêng")
    assert said.startswith("Kính gửi đồng chí Nam.\nSinh hoạt thường kỳ")
    token = TOKEN.search(said)
    assert token is not None
    assert said.endswith(token[0])
    shown = await opened(on_paper.db, token[1], on_paper.now)
    assert shown is not None
    assert (shown.member.name, shown.meeting.id, shown.endpoint_id) == ("Đỗ Văn Nam", on_paper.meeting.id, None)
    assert await deeds(on_paper) == [(f"member:{on_paper.secretary.id}", f"member:{shown.member.id}")]


async def test_what_is_answered_there_is_known_to_come_by_a_link(on_paper: Scene) -> None:
    phone = hers(on_paper)
    await asks_about(on_paper, phone, "Đỗ Văn Nam")
    token = TOKEN.findall(await phone.presses("Liên kết riêng"))[0]
    said = await answer_by_link(on_paper.db, token, (on_paper.meeting.id, 1), Answer.AWAY, on_paper.now)
    assert said is Taken.NOTED
    kept = (await on_paper.db.scalars(select(AnswerLog))).one()
    assert (kept.channel, kept.endpoint_id) == ("link", None)
    assert "Đỗ Văn Nam" not in await phone.presses_value(f"calls:{on_paper.meeting.id}:0")


async def test_the_next_words_are_still_about_the_same_member(on_paper: Scene) -> None:
    phone = hers(on_paper)
    await asks_about(on_paper, phone, "Đỗ Văn Nam")
    await phone.presses("Liên kết riêng")
    assert "Đỗ Văn Nam sẽ dự" in await phone.says("có")


async def test_on_a_plain_phone_nothing_stands_below_the_text(on_paper: Scene) -> None:
    phone = await her_plain_one(on_paper)
    await asks_about(on_paper, phone, "Đỗ Văn Nam")
    assert TOKEN.search((await phone.presses("Liên kết riêng")).splitlines()[-1])


async def test_without_our_site_no_link_is_offered(on_paper: Scene) -> None:
    on_paper.db.info.pop("public_url")
    phone = hers(on_paper)
    await asks_about(on_paper, phone, "Đỗ Văn Nam")
    assert not [label for label in phone.offered if "Liên kết" in label]
    said = await phone.presses_value(f"calls_link:{on_paper.meeting.id}:{on_paper.lan.id}")
    assert "chưa có địa chỉ" in said


async def test_who_may_not_note_answers_makes_no_links(on_paper: Scene) -> None:
    for value in (f"calls_link:{on_paper.meeting.id}:{on_paper.lan.id}", f"calls_slips:{on_paper.meeting.id}"):
        assert "không được phân công" in await on_paper.phone.presses_value(value)
    await village.office(on_paper.db, on_paper.lan, on_paper.cell, Office.CLERK)
    said = await on_paper.phone.presses_value(f"calls_link:{on_paper.meeting.id}:{on_paper.lan.id}")
    assert "không được phân công" in said
    assert (await on_paper.db.scalars(select(PersonalLink))).all() == []


async def test_a_member_of_another_cell_gets_no_link_to_this_meeting(on_paper: Scene) -> None:
    stranger = await village.member(on_paper.db, await village.cell(on_paper.db, code="khac"), "Lò Văn Xa")
    await hers(on_paper).presses_value(f"calls_link:{on_paper.meeting.id}:{stranger.id}")
    assert (await on_paper.db.scalars(select(PersonalLink))).all() == []


async def test_once_the_meeting_has_begun_there_is_the_roll_instead(on_paper: Scene) -> None:
    phone = hers(on_paper, on_paper.meeting.starts_at)
    for value in (f"calls_link:{on_paper.meeting.id}:{on_paper.lan.id}", f"calls_slips:{on_paper.meeting.id}"):
        assert "Mời đồng chí điểm danh" in await phone.presses_value(value)


# All, on paper


async def test_slips_are_printed_for_all_whom_no_message_reaches(on_paper: Scene) -> None:
    phone = hers(on_paper)
    await phone.presses_value(f"calls:{on_paper.meeting.id}:0")
    assert "in, cắt rời" in await phone.presses("Phiếu mời giấy")
    document = await phone.document()
    text = "\n".join(cell.text for row in Document(BytesIO(document.content)).tables[0].rows for cell in row.cells)
    assert document.name == "phieu-moi-thon-thon.docx"
    assert [name in text for name in ("Đỗ Văn Nam", "Phạm Thị Yến", "Nguyễn Thị Lan")] == [True, True, False]
    assert "Nhà văn hóa" in text
    assert len(await deeds(on_paper)) == 2


async def test_on_a_plain_phone_the_slips_come_by_a_link_that_opens_once(on_paper: Scene) -> None:
    phone = await her_plain_one(on_paper)
    assert "“phiếu mời”" in await phone.presses_value(f"calls:{on_paper.meeting.id}:0")
    assert f"{SITE}/tep/" in await phone.says("phiếu mời")
    made = (await on_paper.db.scalars(select(Parcel.recipe))).one()
    assert made == recipe("slips", on_paper.secretary.id, on_paper.meeting.id)


async def test_abroad_the_slips_come_by_a_link_that_opens_once(on_paper: Scene) -> None:
    phone = hers(on_paper)
    phone.capabilities = replace(phone.capabilities, abroad=True)
    said = await phone.presses_value(f"calls_slips:{on_paper.meeting.id}")
    assert f"{SITE}/tep/" in said
    assert phone.screen[-1].attaches is None


async def test_where_everybody_is_told_no_slips_are_offered(on_paper: Scene) -> None:
    for notice in await village.all_notices(on_paper.db):
        notice.state = NoticeState.SENT
    await on_paper.db.flush()
    phone = hers(on_paper)
    await phone.presses_value(f"calls:{on_paper.meeting.id}:0")
    assert "Phiếu mời giấy" not in phone.offered
    assert "Không còn ai cần phiếu giấy" in await phone.presses_value(f"calls_slips:{on_paper.meeting.id}")


async def test_the_sheet_asks_once_more_who_may_have_it(on_paper: Scene) -> None:
    made = recipe("slips", on_paper.secretary.id, on_paper.meeting.id)
    with pytest.raises(NotAllowed):
        await prepared(on_paper.db, recipe("slips", on_paper.lan.id, on_paper.meeting.id), on_paper.now)
    with pytest.raises(MeetingOver):
        await prepared(on_paper.db, made, on_paper.meeting.starts_at)
    for notice in await village.all_notices(on_paper.db):
        notice.state = NoticeState.SENT
    await on_paper.db.flush()
    with pytest.raises(EverybodyTold):
        await prepared(on_paper.db, made, on_paper.now)
