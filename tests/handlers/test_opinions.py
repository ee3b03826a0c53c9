"""Opinions in the chat: sent, read where they lie and nowhere else, passed up, answered, counted."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels.rehearsal import SMART
from bot.conversation import converse
from bot.messages import Incoming, Kind
from bot.model.audit import AuditRow
from bot.model.endpoints import Endpoint
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.opinions import Opinion, OpinionState
from bot.model.roles import Office, Role
from bot.refusals import NoSuchOpinion, NotAllowed
from bot.reports.recipes import prepared, recipe
from bot.services.roles import end_role
from bot.words import menu
from bot.words import opinion_counts as counts_words
from bot.words import opinion_hearing as hearing_words
from bot.words import opinions as words
from bot.words.opinion_findings import ROUTES, Finding
from tests import village
from tests.handlers.committees import District
from tests.handlers.shared_phone import shares
from tests.talk import ROUTER, Phone, phone_abroad, plain_phone

ROAD = "Đường vào thôn hỏng nặng, xin sửa trước Tết."
NOT_YOURS = "không có ý kiến nào mang số"


@dataclass
class Talk:
    """Lan of Hồng Sen, her secretary, the commune's office; each with a phone."""

    place: District
    lan: Member
    secretary: Member
    phone: Phone
    hers: Phone
    office: Phone

    async def rows(self) -> list[Opinion]:
        found = list(await self.place.db.scalars(select(Opinion).order_by(Opinion.id)))
        for one in found:
            await self.place.db.refresh(one)
        return found

    async def sent(self) -> Opinion:
        await self.phone.says(f"ý kiến: {ROAD}")
        await self.phone.presses("Kinh tế")
        await self.phone.presses("Gửi ý kiến")
        return (await self.rows())[-1]

    async def passed(self) -> Opinion:
        row = await self.sent()
        await self.hers.presses_value(f"opinion_up:{row.id}")
        await self.hers.presses("Chuyển")
        return (await self.rows())[-1]


@pytest.fixture
async def talk(place: District) -> Talk:
    db, cell = place.db, place.hong_sen
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    await village.reachable_at(db, lan, place.now, "11")
    await village.reachable_at(db, secretary, place.now, "12")
    await place.official(Office.OFFICE, place.commune, "13")
    phones = [Phone(db, place.now, chat) for chat in ("11", "12", "13")]
    return Talk(place, lan, secretary, *phones)


# Sending


async def test_it_is_shown_back_and_only_then_kept(talk: Talk) -> None:
    assert await talk.phone.says(f"ý kiến: {ROAD}") == words.ASK_KIND
    shown = await talk.phone.presses("Kinh tế")
    assert f"“{ROAD}”" in shown
    assert await talk.rows() == []
    value = talk.phone.screen[-1].choices[0].value
    said = await talk.phone.presses("Gửi ý kiến")
    (row,) = await talk.rows()
    assert f"Đã gửi ý kiến số {row.id} đến Chi bộ" in said or f"Đã gửi ý kiến số {row.id} đến Thôn" in said
    assert "đã xong hoặc đã dừng" in await talk.phone.presses_value(value)
    assert (row.text, row.is_named, len(await talk.rows())) == (ROAD, False, 1)


async def test_on_a_phone_without_buttons_and_without_marks(talk: Talk) -> None:
    await village.reachable_at(talk.place.db, talk.lan, talk.place.now, "21", "rehearsal_plain")
    phone = plain_phone(talk.place.db, talk.place.now, "21")
    assert "nhắn nội dung" in await phone.says("gui y kien")
    assert "2. Kinh tế, hạ tầng" in await phone.says("Duong vao thon hong nang, xin sua truoc Tet.")
    assert "1. Gửi ý kiến" in await phone.says("2")
    said = await phone.says("gui")
    (row,) = await talk.rows()
    assert f"số {row.id}" in said
    assert row.text == "Duong vao thon hong nang, xin sua truoc Tet."
    assert "Đã nhận, đang ở" in await phone.says(f"y kien {row.id}")
    assert f"Số {row.id}" in await phone.says("y kien cua toi")


async def test_other_words_instead_of_the_first_and_an_older_button_sends_neither(talk: Talk) -> None:
    await talk.phone.says(f"kiến nghị: {ROAD}")
    await talk.phone.presses("Việc khác")
    old = talk.phone.screen[-1].choices[0].value
    await talk.phone.presses("Sửa nội dung")
    assert "Xin lắp đèn" in await talk.phone.says("Xin lắp đèn ở ngã ba nhà văn hóa.")
    assert "đã xong hoặc đã dừng" in await talk.phone.presses_value(old)
    assert await talk.rows() == []
    assert "Đã gửi" in await talk.phone.presses("Gửi, nêu tên")
    assert (await talk.rows())[0].is_named


async def test_two_at_one_phone_are_asked_whose_it_is(talk: Talk) -> None:
    tam = await village.member(talk.place.db, talk.place.hong_sen, "Lê Văn Tám")
    await shares(talk.place.db, tam, "11", talk.place.now)
    assert await talk.phone.says(f"ý kiến: {ROAD}") == words.ASK_WHO
    await talk.phone.presses("Lê Văn Tám")
    assert "của đồng chí Lê Văn Tám" in await talk.phone.presses("Kinh tế")
    await talk.phone.presses("Gửi ý kiến")
    row = (await talk.rows())[0]
    assert row.member_id == tam.id
    assert f"số {row.id}, của đồng chí Lê Văn Tám" in await talk.phone.says(f"ý kiến {row.id}")
    await talk.phone.says("ý kiến của tôi")
    assert "Đồng chí Lê Văn Tám đã gửi 1 ý kiến" in await talk.phone.presses("Lê Văn Tám")


async def test_it_is_said_before_that_it_goes_past_a_cell_where_nobody_hears(talk: Talk) -> None:
    place = talk.place
    await talk.phone.says(f"ý kiến: {ROAD}")
    await talk.phone.presses("Kinh tế")
    await end_role(place.db, talk.secretary, place.hong_sen, Office.SECRETARY, "test", place.now)
    shown = await talk.phone.presses("Gửi ý kiến")
    assert "chưa có người nhận ý kiến" in shown
    assert "đến Đảng ủy xã Húc Động" in shown
    assert await talk.rows() == []
    said = await talk.phone.presses("Gửi ý kiến")
    own, above = await talk.rows()
    assert f"Đã gửi ý kiến số {own.id} đến Đảng ủy xã Húc Động, vì" in said
    await talk.office.says(f"hỏi lại ý kiến {above.id}: Đoạn nào?")
    assert "đang hỏi lại" in await listed_by(talk.office)
    assert "“Đoạn nào?”" in await talk.phone.says(f"ý kiến {own.id}")
    assert "Đã ghi phần bổ sung" in await talk.phone.says(f"bổ sung ý kiến {own.id}: Đoạn từ cầu đến chợ.")
    assert "hạ tầng, hạn" in await listed_by(talk.office)


async def listed_by(phone: Phone) -> str:
    await phone.says("ý kiến nhận được")
    return "\n".join(phone.offered)


# What must not come


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Tôi tố cáo ông Nam trưởng thôn ăn chặn tiền", Finding.DENUNCIATION),
        ("toi khieu nai viec den bu dat cua gia dinh toi", Finding.COMPLAINT),
        ("Đề nghị bầu ông Thắng làm bí thư khóa tới", Finding.PERSONNEL),
    ],
)
async def test_nothing_of_what_must_not_come_is_kept_anywhere(talk: Talk, text: str, finding: Finding) -> None:
    with capture_logs() as logged:
        assert ROUTES[finding] in await talk.phone.says(f"ý kiến: {text}")
        await talk.phone.says("gửi ý kiến")
        assert ROUTES[finding] in await talk.phone.says(text)
    assert text not in str(logged)
    assert await talk.rows() == []
    db = talk.place.db
    drafts, offered = await db.scalars(select(Endpoint.draft)), await db.scalars(select(Endpoint.offered))
    facts, told = await db.scalars(select(AuditRow.facts)), await db.scalars(select(Notice.content))
    kept = [str(one) for found in (drafts, offered, facts, told) for one in found]
    assert [one for one in kept if text[:12] in one] == []


async def test_what_must_not_come_goes_from_the_chat_as_well(talk: Talk) -> None:
    text = "ý kiến: tôi tố cáo ông Nam"
    said = Incoming("rehearsal", "rehearsal", "e1", "11", Kind.TEXT, text, message_ref="m7")
    _, reply = await converse(said, talk.place.db, ROUTER, SMART, talk.place.now, "inbox:9999")
    assert reply is not None
    assert reply.removes == "m7"


async def test_what_may_be_about_a_person_is_asked_and_kept_only_after_no(talk: Talk) -> None:
    doubtful = "Việc thu quỹ của thôn có dấu hiệu tiêu cực."
    assert await talk.phone.says(f"ý kiến: {doubtful}") == words.ASK_PERSON
    assert await talk.phone.says("có") == words.OF_A_PERSON
    assert await talk.rows() == []
    await talk.phone.says(f"ý kiến: {doubtful}")
    assert await talk.phone.says("không") == words.ASK_KIND
    await talk.phone.presses("Việc khác")
    await talk.phone.presses("Gửi ý kiến")
    assert [row.text for row in await talk.rows()] == [doubtful]


async def test_a_secrecy_mark_is_refused_as_everywhere(talk: Talk) -> None:
    assert "tài liệu mật" in await talk.phone.says("ý kiến: TÀI LIỆU MẬT về dân quân")
    assert await talk.rows() == []


# Up and back


async def test_the_whole_way_up_and_the_answer_back(talk: Talk) -> None:
    row = await talk.sent()
    assert "Người gửi: Nguyễn Thị Lan." in await talk.hers.says(f"ý kiến {row.id}")
    await talk.hers.presses("Chuyển lên")
    assert ROAD in talk.hers.screen[-1].text
    await talk.hers.presses("Viết lại")
    assert "Xin sửa đường thôn." in await talk.hers.says("Xin sửa đường thôn.")
    assert "lên Đảng ủy xã Húc Động" in await talk.hers.presses("Chuyển")
    assert "Đã nhận, đang ở Đảng ủy xã Húc Động" in await talk.phone.says(f"ý kiến {row.id}")
    new = (await talk.rows())[-1]
    shown = await talk.office.says(f"ý kiến {new.id}")
    assert "“Xin sửa đường thôn.”" in shown
    assert "1 đồng chí không nêu tên" in shown
    assert "Lan" not in shown
    assert ROAD not in shown
    assert "Đã trả lời" in await talk.office.says(f"trả lời ý kiến {new.id}: Xã sửa trong tháng 1.")
    assert "Đảng ủy xã Húc Động đã trả lời: “Xã sửa trong tháng 1.”" in await talk.phone.says(f"ý kiến {row.id}")
    found = await talk.place.db.scalars(select(Notice).filter_by(member_id=talk.lan.id, step="passed_on"))
    assert len(found.all()) == 2


async def test_several_go_up_together_by_one_line(talk: Talk) -> None:
    first, second = await talk.sent(), await talk.sent()
    assert hearing_words.MUST_WORD in await talk.hers.says(f"chuyển ý kiến {first.id}, {second.id}")
    assert "Chuyển" not in talk.hers.offered
    await talk.hers.says(f"chuyen y kien {first.id} {second.id}: Ba con xin sua duong thon")
    await talk.hers.presses("Chuyển")
    rows = await talk.rows()
    assert [row.into_id for row in rows] == [rows[2].id, rows[2].id, None]
    assert rows[2].text == "Ba con xin sua duong thon"


async def test_words_that_mean_nothing_leave_what_would_go_up_to_be_chosen(talk: Talk) -> None:
    """The list was taken away, and a typed “1” was told that all was done while the opinion still waited."""
    first = await talk.sent()
    await talk.hers.presses_value(f"opinion_up:{first.id}")
    offered = talk.hers.offered
    assert await talk.hers.says("để hôm khác xem đã") == menu.STILL_TO_CHOOSE
    assert talk.hers.offered == offered
    assert "Đã chuyển" in await talk.hers.says("1")


async def test_another_is_put_to_it_by_buttons(talk: Talk) -> None:
    first, second = await talk.sent(), await talk.sent()
    await talk.hers.says("ý kiến nhận được")
    await talk.hers.presses(f"Số {first.id}")
    await talk.hers.presses("Chuyển lên")
    await talk.hers.presses("Gộp")
    assert f"{first.id}, {second.id}" in await talk.hers.presses(f"Số {second.id}")
    await talk.hers.presses("Viết lại")
    await talk.hers.says("Bà con xin sửa đường thôn.")
    await talk.hers.presses("Chuyển")
    assert [row.state for row in await talk.rows()] == [OpinionState.PASSED, OpinionState.PASSED, OpinionState.HELD]


async def test_asked_back_and_added_to(talk: Talk) -> None:
    row = await talk.sent()
    await talk.hers.presses_value(f"opinion:{row.id}")
    await talk.hers.presses("Hỏi lại")
    assert "Đã gửi câu hỏi" in await talk.hers.says("Đoạn nào hỏng?")
    assert "“Đoạn nào hỏng?”" in await talk.phone.says(f"ý kiến {row.id}")
    assert "không nhận và không lưu" in await talk.phone.says(f"bổ sung ý kiến {row.id}: tại trưởng thôn ăn chặn tiền")
    await talk.phone.presses_value(f"opinion_add:{row.id}")
    assert "Đã ghi phần bổ sung" in await talk.phone.says("Đoạn từ cầu đến chợ.")
    assert "“Đoạn từ cầu đến chợ.”" in await talk.hers.says(f"xem ý kiến {row.id}")


async def test_who_leads_the_cell_sends_one_as_well_and_answers_for_it(talk: Talk) -> None:
    await talk.hers.says(f"ý kiến: {ROAD}")
    await talk.hers.presses("Kinh tế")
    assert "chưa báo được" not in await talk.hers.presses("Gửi ý kiến")
    row = (await talk.rows())[0]
    await talk.hers.presses_value(f"opinion_up:{row.id}")
    await talk.hers.presses("Chuyển")
    above = (await talk.rows())[-1]
    await talk.office.says(f"hỏi lại ý kiến {above.id}: Đoạn nào?")
    assert "Đã ghi phần bổ sung" in await talk.hers.says(f"bổ sung ý kiến {row.id}: Đoạn từ cầu đến chợ.")
    assert [one.addition for one in await talk.rows()] == [None, "Đoạn từ cầu đến chợ."]


async def test_an_addition_is_guarded_like_the_opinion(talk: Talk) -> None:
    row = await talk.sent()
    await talk.hers.says(f"hỏi lại ý kiến {row.id}: Đoạn nào?")
    text = f"bổ sung ý kiến {row.id}: toi to cao ong Nam an chan tien"
    said = Incoming("rehearsal", "rehearsal", "e1", "11", Kind.TEXT, text, message_ref="m7")
    _, reply = await converse(said, talk.place.db, ROUTER, SMART, talk.place.now, "inbox:9999")
    assert reply is not None
    assert (reply.text, reply.removes) == (ROUTES[Finding.DENUNCIATION], "m7")
    assert (await talk.rows())[0].addition is None


async def test_it_goes_up_to_nobody_else_than_was_shown(talk: Talk) -> None:
    row = await talk.sent()
    await talk.hers.presses_value(f"opinion_up:{row.id}")
    (role,) = await talk.place.db.scalars(select(Role).filter_by(unit_id=talk.place.commune.id, office=Office.OFFICE))
    await talk.place.db.delete(role)
    await talk.place.official(Office.DISTRICT_COMMITTEE, talk.place.top, "14")
    assert "“Đường" in await talk.hers.presses("Chuyển")
    assert len(await talk.rows()) == 1
    assert "Đã chuyển" in await talk.hers.presses("Chuyển")
    assert (await talk.rows())[-1].unit_id == talk.place.top.id


async def test_an_answer_that_names_somebody_goes_abroad_by_a_link_alone(talk: Talk) -> None:
    row = await talk.sent()
    await talk.hers.says(f"trả lời ý kiến {row.id}: Việc này anh Lê Văn Tám đang làm.")
    told = await talk.place.db.scalars(select(Notice).filter_by(member_id=talk.lan.id))
    (said,) = [str(one.content["text"]) for one in told if one.content]
    assert "đã trả lời" in said
    assert "Tám" not in said
    assert "Tám" in await talk.phone.says(f"ý kiến {row.id}")
    abroad = phone_abroad(talk.place.db, talk.place.now, "11")
    page = await abroad.says(f"ý kiến {row.id}")
    assert ("Tám" not in page, "/tep/" in page) == (True, True), page
    mine = await prepared(talk.place.db, recipe("my_opinion", talk.lan.id, row.id), talk.place.now)
    assert "Lê Văn Tám".encode() in mine().content
    with pytest.raises(NoSuchOpinion):
        await prepared(talk.place.db, recipe("my_opinion", talk.secretary.id, row.id), talk.place.now)


async def test_taken_note_of_once_and_taken_back_while_it_lies_at_the_cell(talk: Talk) -> None:
    first, second = await talk.sent(), await talk.sent()
    await talk.hers.says(f"ghi nhận ý kiến {first.id}")
    assert "Đã ghi nhận" in await talk.hers.says("có")
    assert "đã được trả lời, đã chuyển hoặc đã rút" in await talk.hers.presses_value(f"opinion_keep_yes:{first.id}")
    await talk.phone.says(f"rút ý kiến {second.id}")
    assert "Đã rút" in await talk.phone.says("có")
    assert [(row.state, row.text) for row in await talk.rows()] == [
        (OpinionState.KEPT, ROAD),
        (OpinionState.TAKEN_BACK, None),
    ]
    assert "đã được trả lời" in await talk.phone.presses_value(f"my_opinion_back_yes:{first.id}")


# Nobody else


OTHERS = [
    (Office.CELL_COMMITTEE, "Hồng Sen"), (Office.CLERK, "Hồng Sen"), (Office.GROUP_LEADER, "Hồng Sen"),
    (Office.SECRETARY, "Bản Mới"), (Office.ASSIGNED_SUPERVISOR, "Hồng Sen"), (Office.ORG_DEPT, "commune"),
    (Office.INSPECTION, "commune"), (Office.TECH_ADMIN, "commune"), (Office.OFFICE, "other"),
    (Office.DISTRICT_COMMITTEE, "top"), (Office.PROVINCE, "top"), (None, "Hồng Sen"),
]  # fmt: skip


KEYS = (
    "opinion", "my_opinion", "opinion_answer", "opinion_up", "opinion_keep", "opinion_keep_yes", "opinion_ask",
    "opinion_add", "my_opinion_back", "my_opinion_back_yes",
)  # fmt: skip


@pytest.mark.parametrize(("office", "where"), OTHERS)
async def test_nobody_else_reads_a_word_of_it(talk: Talk, office: Office | None, where: str) -> None:
    place, above = talk.place, await talk.passed()
    row = (await talk.rows())[0]
    at = place.cells[where] if where in place.cells else getattr(place, where)
    person = await village.member(place.db, at if at.is_cell else place.cells["Trường học"], "Lò Thị Khác")
    if office:
        await village.office(place.db, person, at, office)
    await village.reachable_at(place.db, person, place.now, "31")
    phone = Phone(place.db, place.now, "31")
    said = []
    for one in (row, above):
        said += [await phone.presses_value(f"{key}:{one.id}") for key in KEYS]
        said += [
            await phone.says(f"{line} {one.id}: Xin sửa ngay")
            for line in ("trả lời ý kiến", "hỏi lại ý kiến", "bổ sung ý kiến", "chuyển ý kiến")
        ]
        said += [await phone.says(f"{line} {one.id}") for line in ("ý kiến", "xem ý kiến", "rút ý kiến", "lưu ý kiến")]
        with pytest.raises(NoSuchOpinion):
            await prepared(place.db, recipe("opinion", person.id, one.id), place.now)
    assert [one for one in said if NOT_YOURS not in one] == []
    for unit in (place.hong_sen, place.commune):
        for key in ("opinions", "opinions_done"):
            if not (office is Office.SECRETARY and unit is at):
                assert "không được phân công" in await phone.presses_value(f"{key}:{unit.id}:0")
    await phone.says("ý kiến của tôi")
    assert [one for reply in phone.screen for one in (reply.text, *map(str, reply.choices)) if "hỏng nặng" in one] == []


async def test_the_sender_reads_nothing_of_the_rows_above(talk: Talk) -> None:
    above = await talk.passed()
    assert NOT_YOURS in await talk.phone.says(f"ý kiến {above.id}")
    assert NOT_YOURS in await talk.hers.says(f"trả lời ý kiến {above.id}: Đã sửa")
    row = (await talk.rows())[0]
    assert NOT_YOURS in await talk.office.says(f"ý kiến {row.id}")


async def test_a_network_abroad_carries_a_link_and_no_words(talk: Talk) -> None:
    row = await talk.sent()
    abroad = Phone(talk.place.db, talk.place.now, "12", capabilities=replace(SMART, abroad=True))
    said = await abroad.says(f"ý kiến {row.id}")
    assert "/tep/" in said
    assert "Lan" not in said
    assert ROAD not in said
    await abroad.presses("Chuyển lên")
    assert ROAD not in abroad.screen[-1].text
    sheet = (await prepared(talk.place.db, recipe("opinion", talk.secretary.id, row.id), talk.place.now))()
    assert ROAD in sheet.content.decode()
    own = phone_abroad(talk.place.db, talk.place.now, "11")
    assert ROAD in await own.says(f"ý kiến {row.id}")


# How many


async def test_a_committee_reads_counts_by_period_and_takes_them_as_a_table(talk: Talk) -> None:
    await talk.passed()
    said = await talk.office.says("tổng hợp ý kiến quý 4/2026")
    assert "quý IV/2026: 1 ý kiến." in said
    assert "đã chuyển lên 1" in said
    assert "kinh tế, hạ tầng 1" in said
    assert "hỏng" not in said
    await talk.office.presses("Thôn Hồng Sen")
    await talk.office.presses("Tệp Excel")
    document = await talk.office.document()
    assert document.content[:2] == b"PK"
    with pytest.raises(NotAllowed):
        await prepared(
            talk.place.db, recipe("opinion_counts", talk.lan.id, talk.place.hong_sen.id, "q2026-4"), talk.place.now
        )
    assert "không được phân công" in await talk.phone.says("tổng hợp ý kiến")
    assert "không được phân công" in await talk.office.presses_value(f"opinion_counts:{talk.place.other.id}:q2026-4")


async def test_the_menus_lead_there(talk: Talk) -> None:
    await talk.phone.says("menu")
    assert "nhắn nội dung" in await talk.phone.presses("Gửi ý kiến")
    await talk.hers.says("menu")
    assert hearing_words.NOTHING_WAITS in await talk.hers.presses(hearing_words.HEARD)
    await talk.office.says("menu")
    assert hearing_words.NOTHING_WAITS in await talk.office.presses(hearing_words.HEARD)
    await talk.office.says("menu")
    assert "không có ý kiến nào" in await talk.office.presses(counts_words.COUNTS)


@pytest.mark.parametrize(
    "line", ["tra loi y kien", "chuyen y kien", "ghi nhan y kien", "hoi lai y kien", "trả lời ý kiến của chị Lan"]
)
async def test_without_a_number_what_waits_is_listed(talk: Talk, line: str) -> None:
    row = await talk.sent()
    assert "1 ý kiến đang chờ" in await talk.hers.says(line)
    said = await talk.phone.says(line)
    assert ("đang chờ" not in said, f"số {row.id}" not in said) == (True, True)
    assert "đã gửi 1 ý kiến" in await talk.phone.says("rut y kien")


async def test_what_was_begun_is_taken_up_again(talk: Talk) -> None:
    await talk.phone.says(f"ý kiến: {ROAD}")
    again = Phone(talk.place.db, talk.place.now, "11")
    assert await again.says("làm tiếp") == words.ASK_KIND
