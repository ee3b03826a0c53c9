"""Documents in the chat: written in one line or piece by piece, sent once, passed on, listed, withdrawn."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.directives import Directive, DirectiveUnit, Haste, Passing, Receipt
from bot.model.endpoints import Endpoint
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState, Urgency
from bot.model.roles import Office
from bot.services.addressees import Addressees
from bot.services.directive_telling import Rounds
from bot.services.directive_uploads import keep_file
from bot.services.unit_settings import change
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from tests import village
from tests.handlers.committees import District
from tests.services.papers import docx
from tests.talk import Phone, phone_abroad, plain_phone
from tests.village import at

LINE = "văn bản 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy: Quy định về sinh hoạt chi bộ; hạn 30/11; khẩn; phải học"
NOBODY = "không được phân công"


@pytest.fixture
async def top(place: District) -> Phone:
    """Of the district's committee; four people in each of two cells."""
    return await place.phone(Office.DISTRICT_COMMITTEE)


async def made(place: District) -> list[Directive]:
    return list(await place.db.scalars(select(Directive).order_by(Directive.id)))


async def tick(place: District) -> None:
    rounds = Rounds()
    while await rounds.tell_some(place.db, place.now):
        pass


async def sent(place: District, phone: Phone, line: str = LINE) -> Directive:
    await phone.says(line)
    await phone.says("gửi")
    await tick(place)
    return (await made(place))[-1]


async def member_with_phone(place: District, chat: str = "7") -> tuple[Member, Phone]:
    person = await village.member(place.db, place.hong_sen, "Nguyễn Thị Lan")
    await village.reachable_at(place.db, person, place.now, chat)
    return person, Phone(place.db, place.now, chat)


# Written and sent


async def test_one_line_a_preview_and_one_word(place: District, top: Phone) -> None:
    shown = await top.says(LINE)
    assert shown.splitlines() == [
        "KHẨN. Quyết định số 27-QĐ/TU ngày 05/11/2026 của Tỉnh ủy.",
        "Quy định về sinh hoạt chi bộ",
        "Phải học tập. Hạn: hết ngày 30/11/2026.",
        "Gửi 9 đồng chí ở 3 đơn vị (đảng viên): máy tập dượt 1, chưa nhắn được 8.",
        draft_words.SENT_AT_ONCE,
    ]
    assert await made(place) == []
    assert "Đang gửi văn bản 27-QĐ/TU" in await top.says("gửi")
    (directive,) = await made(place)
    assert (directive.haste, directive.due_on, directive.must_study) == (Haste.KHAN, date(2026, 11, 30), True)
    await tick(place)
    assert len((await place.db.scalars(select(Receipt))).all()) == 9


async def test_piece_by_piece_on_a_phone_without_buttons(place: District) -> None:
    await place.official(Office.OFFICE, place.commune, "2", "rehearsal_plain")
    phone = plain_phone(place.db, place.now, "2")
    for said, answer in (
        ("chuyen van ban", "số văn bản"),
        ("27-QD/BTG", "ngày nào"),
        ("5/11/2026", "Cơ quan nào"),
        ("Ban Tuyên giáo Tỉnh ủy", "trích yếu"),
        ("Về học tập chuyên đề", "1. Gửi cho 8 đồng chí"),
        ("hạn 30/11", "Hạn: hết ngày 30/11/2026."),
        ("2", "Gửi cho ai?"),
        ("Thôn Hồng Sen", "Gửi 4 đồng chí ở 1 đơn vị"),
        ("3", "Phải học tập"),
        ("hỏa tốc", "HỎA TỐC"),
        ("1", "kể cả trong giờ nghỉ"),
        ("2", "Đang gửi văn bản 27-QĐ/BTG"),
    ):
        assert answer in await phone.says(said), said
    (directive,) = await made(place)
    assert directive.issuer == "Ban Tuyên giáo Tỉnh ủy"
    assert Addressees.from_json(directive.addressees).unit_ids == (place.hong_sen.id,)


async def test_two_taps_send_once_and_an_old_preview_sends_nothing(place: District, top: Phone) -> None:
    await top.says(LINE)
    old = top.screen[-1].choices[0].value
    await top.says("không hạn")
    assert "đã xong hoặc đã dừng" in await top.presses_value(old)
    value = f"directive_go:{old.split(':')[1]}:{int(old.split(':')[2]) + 1}"
    await top.presses("Gửi cho 9")
    assert "đã xong hoặc đã dừng" in await top.presses_value(value)
    assert len(await made(place)) == 1


async def test_for_whom_by_buttons_and_by_words(place: District, top: Phone) -> None:
    secretary = await village.member(place.db, place.hong_sen, "Bí Thư")
    await village.office(place.db, secretary, place.hong_sen)
    await top.says(LINE)
    await top.presses(draft_words.TO_WHOM)
    assert "Gửi 1 đồng chí ở 1 đơn vị (bí thư, phó bí thư" in await top.presses("Bí thư, phó bí thư")
    assert "Gửi 5 đồng chí" in await top.says("gửi Thôn Hồng Sen")
    assert "Không có đơn vị nào tên “Thôn Trời”" in await top.says("gửi Thôn Trời")
    await top.presses(draft_words.EDIT)
    await top.presses(draft_words.BY_LEVEL)
    assert draft_words.PASSES_BY_LEVEL in top.screen[-1].text
    await top.presses("Gửi cho 5")
    (directive,) = await made(place)
    assert directive.passing is Passing.BY_LEVEL


async def test_very_many_are_confirmed_by_their_number(place: District, top: Phone) -> None:
    await village.members(place.db, place.hong_sen, 20)
    change(place.top, "confirm_above", "20")
    await top.says(LINE)
    assert "nhắn: 29." in await top.presses("Gửi cho 29")
    await top.says("28")
    assert await made(place) == []
    assert "Đang gửi" in await top.says("29")


async def test_what_is_hoa_toc_leaves_at_night_only_if_a_person_says_so(place: District, top: Phone) -> None:
    top.now = at(2026, 11, 21, 22)
    await top.says(LINE.replace("khẩn", "hỏa tốc"))
    assert "Đang giờ nghỉ: tin chờ đến 07h00 ngày 22/11." in top.screen[-1].text
    await top.says("gửi")
    assert await made(place) == []
    await top.presses(draft_words.AT_NIGHT)
    await tick(place)
    assert {one.urgency for one in await place.db.scalars(select(Notice).filter_by(step="directive"))} == {
        Urgency.EXPRESS
    }


@pytest.mark.parametrize(
    "text",
    [
        "văn bản 05-NQ/TU ngày 1/11/2026: TÀI LIỆU MẬT về dân quân",
        "văn bản 05-NQ/TU(M) ngày 1/11/2026: Về dân quân",
        "van ban 05-NQ/TU ngay 1/11/2026: tuyet mat",
    ],
)
async def test_a_mark_is_refused_and_nothing_of_it_is_kept(place: District, top: Phone, text: str) -> None:
    assert "văn thư bảo mật" in await top.says(text)
    assert await made(place) == []
    assert [one.draft for one in await place.db.scalars(select(Endpoint))] == [None]
    assert "dân quân" not in str([row.facts for row in await place.db.scalars(select(AuditRow))])


async def test_doubtful_words_are_confirmed_and_that_is_written_down(place: District, top: Phone) -> None:
    line = LINE.replace("Quy định về", "Quy định không phổ biến về")
    assert "giống dấu mật" in await top.says(line)
    assert "Gửi 9 đồng chí" in await top.says(f"xác nhận: {line}")
    await top.says("gửi")
    assert len(await made(place)) == 1
    deeds = [row.deed for row in await place.db.scalars(select(AuditRow))]
    assert "harmless_confirmed" in deeds


async def test_what_was_begun_is_taken_up_and_left(place: District, top: Phone) -> None:
    await top.says(LINE)
    again = Phone(place.db, place.now)
    await again.says("làm tiếp")
    assert any("Gửi cho 9" in label for label in again.offered)
    assert await again.presses(draft_words.LEAVE) == draft_words.LEFT
    assert await made(place) == []


# Body and file


async def test_body_and_file_where_the_unit_lets_them_go(place: District, top: Phone) -> None:
    await top.says(LINE)
    await top.presses(draft_words.EDIT)
    assert draft_words.BODY not in top.offered
    change(place.top, "directive_body", "file")
    await top.presses(draft_words.EDIT)
    await top.presses(draft_words.BODY)
    await top.says("Điều 1. Phạm vi\nĐiều 2. Đối tượng")
    assert "Có nội dung kèm theo." in top.screen[-1].text
    await top.presses(draft_words.EDIT)
    link = (await top.presses(draft_words.FILE)).split("/gui-van-ban/")[1].split()[0]
    content = docx("Điều 1")
    assert await keep_file(place.db, link, "Quyết định 27", "docx", content, place.now) is not None
    assert await keep_file(place.db, link, "Lần hai", "docx", content, place.now) is None
    assert "Có nội dung kèm theo; có tệp kèm theo." in await top.presses(draft_words.LOOK)
    await top.says("gửi")
    await tick(place)
    _, phone = await member_with_phone(place)
    (directive,) = await made(place)
    assert "Không có văn bản" in await phone.presses_value(f"directive_file:{directive.id}")
    await top.presses_value(f"directive_file:{directive.id}")
    document = await top.document()
    assert (document.name, document.content) == ("quyet-dinh-27.docx", content)
    abroad = phone_abroad(place.db, place.now)
    assert "/tep/" in await abroad.presses_value(f"directive_file:{directive.id}")


# Lists


async def test_a_number_that_is_known_opens_it_and_another_begins_one(place: District, top: Phone) -> None:
    _, member = await member_with_phone(place)
    await sent(place, top)
    assert "đã gửi 0" in await top.says("văn bản 27-QĐ/TU")
    assert words.IN_THE_APP in await member.says("van ban so 27 - qd/tu")
    assert "ngày nào" in await top.says("văn bản 28-QĐ/TU")
    await top.says("thôi")
    assert "Gửi cho 10 đồng chí" in " ".join([await top.says(LINE), *top.offered])


async def test_members_see_their_own_what_is_unread_first(place: District, top: Phone) -> None:
    person, phone = await member_with_phone(place)
    first = await sent(place, top)
    second = await sent(place, top, LINE.replace("27-", "28-"))
    for receipt in await place.db.scalars(select(Receipt).filter_by(directive_id=second.id, member_id=person.id)):
        receipt.acknowledged_at = place.now
    await place.db.flush()
    assert "Văn bản gửi đồng chí: 2, chưa bấm “Đã rõ”: 1." in await phone.says("văn bản")
    assert phone.offered[:2] == [f"27-QĐ/TU [{first.id}]: CHƯA RÕ", f"28-QĐ/TU [{second.id}]: đã rõ"]
    said = await phone.says(f"văn bản {first.id}")
    assert "Trích yếu: Quy định về sinh hoạt chi bộ" in said
    assert "Gửi 10 đồng chí" not in said
    assert phone.offered == [words.ACKNOWLEDGED, words.ASK_BACK, words.LIST]
    stranger = await village.member(place.db, place.cells["Lục Ngù"], "Người Khác")
    await village.reachable_at(place.db, stranger, place.now, "8")
    other = Phone(place.db, place.now, "8")
    assert "Không có văn bản" in await other.presses_value(f"directive:{first.id}")


async def test_offices_see_how_far_it_has_come(place: District, top: Phone) -> None:
    directive = await sent(place, top)
    for row in await place.db.scalars(select(DirectiveUnit).filter_by(unit_id=place.hong_sen.id)):
        row.studied = 3
    await place.db.flush()
    await top.says("menu")
    await top.presses("Văn bản")
    assert f"27-QĐ/TU [{directive.id}]: 3/9 đã học" in top.offered
    said = await top.presses("27-QĐ/TU")
    assert "Gửi 9 đồng chí: đã gửi 0, đang chờ 1, chưa nhắn được 8." in said
    assert top.offered == [words.ACKNOWLEDGED, words.COMPLETION, words.AGAIN, words.TAKE_BACK, words.LIST]


# Passing on


async def test_a_committee_passes_it_on_by_a_tap_or_a_line(place: District, top: Phone) -> None:
    await place.official(Office.COMMUNE_COMMITTEE, place.commune, "4")
    commune = Phone(place.db, place.now, "4")
    directive = await sent(place, top, LINE.replace("khẩn", "từng cấp"))
    await commune.says("văn bản")
    assert any(words.TO_BE_PASSED in label for label in commune.offered)
    await commune.presses("27-QĐ/TU")
    await commune.presses(words.PASS_ON)
    assert "không được muộn hơn" in await commune.says("Học sớm; hạn 5/12")
    said = await commune.says("Học sớm; hạn 25/11")
    assert "Ý kiến của cấp mình: “Học sớm”\nHạn: hết ngày 25/11/2026.\nChuyển xuống 8 đơn vị; 8 đồng chí" in said
    assert "Đã chuyển tiếp xuống 8 đơn vị, hạn 25/11/2026." in await commune.presses("Chuyển cho 8 đồng chí")
    assert "đã chuyển tiếp rồi" in await commune.presses_value(f"directive_pass_now:{directive.id}:{place.commune.id}")
    assert "Hạn cấp mình đặt cho cấp dưới: 25/11/2026." in await commune.says(f"tiến độ văn bản {directive.id}")
    other = await sent(place, top, LINE.replace("khẩn", "từng cấp").replace("27-", "28-"))
    assert "Quyết định số 28-QĐ/TU" in await commune.says(f"chuyển văn bản {other.id}: Học ngay; hạn 24/11")
    assert "Đã chuyển tiếp" in await commune.says("chuyển")
    third = await sent(place, top, LINE.replace("khẩn", "từng cấp").replace("27-", "29-"))
    assert "Đã chuyển tiếp" in await commune.presses_value(f"directive_pass_now:{third.id}:{place.commune.id}")


async def test_a_question_typed_in_the_place_of_a_note_reaches_nobody(place: District, top: Phone) -> None:
    await place.official(Office.COMMUNE_COMMITTEE, place.commune, "4")
    commune = Phone(place.db, place.now, "4")
    directive = await sent(place, top, LINE.replace("khẩn", "từng cấp"))
    await commune.says(f"văn bản {directive.id}")
    await commune.presses(words.PASS_ON)
    assert "“bao giờ họp vậy?”" in await commune.says("bao giờ họp vậy?")
    older = commune.screen[-1].choices[0].value
    assert "Chưa hiểu" in await commune.says("thế nào?")
    assert "Văn bản chưa chuyển tiếp" in await commune.says("?")
    assert "Hạn: hết ngày 24/11/2026." in await commune.says("hạn 24/11")
    assert "Việc này đã xong" in await commune.presses_value(older)
    await commune.presses("Sửa ý kiến, hạn")
    assert "Ý kiến của cấp mình: “Học sớm”" in await commune.says("Học sớm")
    assert "chưa chuyển tiếp" in await commune.presses("Thôi")
    assert await place.db.scalar(select(DirectiveUnit.note).filter_by(unit_id=place.commune.id)) is None
    assert await place.db.scalar(select(DirectiveUnit.passed_at).filter_by(unit_id=place.commune.id)) is None


async def test_very_many_below_are_confirmed_by_their_number(place: District, top: Phone) -> None:
    await place.official(Office.COMMUNE_COMMITTEE, place.commune, "4")
    await village.members(place.db, place.hong_sen, 20)
    change(place.commune, "confirm_above", "20")
    commune = Phone(place.db, place.now, "4")
    directive = await sent(place, top, LINE.replace("khẩn", "từng cấp"))
    value = f"directive_pass_now:{directive.id}:{place.commune.id}"
    assert "chuyển cho 28 đồng chí, nhiều hơn 20" in await commune.presses_value(value)
    assert commune.offered == ["Chuyển cho 28 đồng chí", "Xem lại"]
    assert "nhiều hơn 20" in await commune.says("8")
    assert "Đã chuyển tiếp xuống 8 đơn vị" in await commune.says("28")


async def test_where_nobody_can_pass_it_on_whoever_is_above_does(place: District, top: Phone) -> None:
    directive = await sent(place, top, LINE.replace("khẩn", "từng cấp"))
    await top.says(f"còn thiếu văn bản {directive.id}")
    assert await top.presses(words.PASS_INSTEAD) == "Chuyển thay cấp ủy nào? Mời chọn."
    assert top.offered == [place.other.name, place.commune.name]
    assert "Chuyển thay Đảng ủy xã Húc Động, nơi không có người" in await top.presses("Húc Động")
    await top.says("Học sớm; hạn 25/11")
    assert "Đã chuyển tiếp xuống 8 đơn vị, hạn 25/11/2026." in await top.says("chuyển")
    assert "Chuyển thay Đảng ủy xã Đồng Tâm" in await top.says(f"chuyen thay van ban {directive.id}: dong tam")
    assert "Đã chuyển tiếp xuống 1 đơn vị" in await top.presses(words.PASS_NOW)
    assert "Không có cấp ủy nào như vậy" in await top.says(f"chuyển thay văn bản {directive.id}")
    _, member = await member_with_phone(place)
    assert "Không có văn bản" in await member.says(f"chuyển thay văn bản {directive.id}")


# Taking back, once more


async def test_it_is_withdrawn_once_by_who_sent_it(place: District, top: Phone) -> None:
    directive = await sent(place, top)
    await place.official(Office.COMMUNE_COMMITTEE, place.commune, "4")
    commune = Phone(place.db, place.now, "4")
    assert NOBODY in await commune.presses_value(f"directive_withdraw_yes:{directive.id}")
    assert "Thu hồi văn bản 27-QĐ/TU?" in await top.says(f"thu hồi văn bản {directive.id}")
    assert "Đã bỏ 1 tin chưa gửi" in await top.says("có")
    assert "đã thu hồi" in await top.presses_value(f"directive_withdraw_yes:{directive.id}")
    assert "VĂN BẢN NÀY ĐÃ THU HỒI" in await top.says(f"văn bản {directive.id}")


async def test_another_takes_its_place_for_the_same_people(place: District, top: Phone) -> None:
    old = await sent(place, top, LINE.replace("phải học", "gửi Thôn Hồng Sen"))
    await top.says(f"văn bản {old.id}")
    await top.presses(words.TAKE_BACK)
    await top.presses(words.REPLACE)
    assert "Thay văn bản số 27-QĐ/TU" in await top.says(LINE.replace("27-", "30-"))
    await top.presses("Gửi cho 4")
    new = (await made(place))[-1]
    assert (new.replaces_id, new.addressees) == (old.id, old.addressees)
    await place.db.refresh(old)
    assert old.cancelled_at is not None


async def test_once_more_to_whom_it_has_not_reached(place: District, top: Phone) -> None:
    directive = await sent(place, top)
    for notice in await place.db.scalars(select(Notice).filter_by(state=NoticeState.WAITING, step="directive")):
        notice.state = NoticeState.FAILED
    await place.db.flush()
    assert "1 đồng chí chưa nhận được tin" in await top.says(f"gửi lại văn bản {directive.id}")
    again = top.screen[-1].choices[0].value
    assert "Đã gửi lại cho 1 đồng chí." in await top.says("có")
    assert "Không có ai cần gửi lại" in await top.presses_value(again)


# Who may


async def test_nobody_reads_of_a_document_by_asking_to_pass_it_on(place: District) -> None:
    await place.official(Office.COMMUNE_COMMITTEE, place.commune, "4")
    stranger, phone = await place.phone(Office.DISTRICT_COMMITTEE), Phone(place.db, place.now, "4")
    own = await sent(place, stranger, LINE.replace("phải học", "gửi Trường học"))
    said = await phone.presses_value(f"directive_pass:{own.id}:{place.commune.id}")
    assert draft_words.NOT_TO_PASS in said
    assert own.number not in said


@pytest.mark.parametrize("office", [Office.INSPECTION, Office.ORG_DEPT, Office.TECH_ADMIN, Office.ASSIGNED_SUPERVISOR])
async def test_who_may_not(place: District, top: Phone, office: Office) -> None:
    directive = await sent(place, top)
    await place.official(office, place.top, "5")
    phone = Phone(place.db, place.now, "5")
    assert NOBODY in await phone.says("chuyển văn bản")
    await phone.says(LINE.replace("27-", "66-"))
    assert len(await made(place)) == 1
    for value in (
        f"directive_new:{place.top.id}",
        f"directives:{place.top.id}",
        f"directive_withdraw:{directive.id}",
        f"directive_take:{directive.id}",
        f"directive_again:{directive.id}:{place.top.id}",
        f"directive_pass:{directive.id}:{place.commune.id}",
        f"directive_replace:{directive.id}",
    ):
        assert NOBODY in await phone.presses_value(value), value


async def test_a_secretary_speaks_to_the_own_cell_alone(place: District) -> None:
    secretary = await village.member(place.db, place.hong_sen, "Bí Thư")
    await village.office(place.db, secretary, place.hong_sen)
    await village.reachable_at(place.db, secretary, place.now, "6")
    phone = Phone(place.db, place.now, "6")
    assert "Gửi 5 đồng chí ở 1 đơn vị" in await phone.says(LINE)
    assert "Không có đơn vị nào tên" in await phone.says("gửi Thôn Bản Mới")
    assert NOBODY in await phone.presses_value(f"directive_new:{place.commune.id}")


async def test_of_two_offices_it_is_asked_which(place: District, top: Phone) -> None:
    person = (await place.db.scalars(select(Member).where(Member.name.like("Lò Văn%")))).one()
    await village.office(place.db, person, place.commune, Office.OFFICE)
    await top.says(LINE)
    assert len(top.offered) == 2
    assert "Gửi 8 đồng chí" in await top.presses("Húc Động")
