"""Papers: looked through before they are kept, told of a day before the meeting, read by whoever is on its list."""

from datetime import timedelta
from time import process_time

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Capabilities, Reply
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.papers import Paper
from bot.refusals import AgendaClosed, DoubtfulWords, NoSuchPaper, PaperWrong, Refused, SecrecyMarked, TooManyPapers
from bot.services import meeting_papers, paper_looks, paper_uploads
from bot.services.meeting_papers import add_link, demand_harmless, ending_of, papers_of
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.notice_facts import gather
from bot.services.paper_looks import look_through
from bot.services.paper_reading import Judged, Seen, judged, read_file
from bot.services.paper_uploads import Brought
from bot.services.retention import take_away
from bot.services.unit_settings import change
from bot.services.wording import Moot, word
from bot.words import meeting_papers as words
from bot.words.secrecy import Finding
from tests import village
from tests.conftest import NOW
from tests.services.papers import (
    JPG,
    PNG,
    attached,
    broken,
    docx,
    locked_pdf,
    packed,
    pdf,
    pptx,
    stamped,
    with_part,
    with_size,
    xlsx,
)

CHAT = Capabilities(True, True, True, True, True, False, 4000)
URL = "https://xa.example.vn/du-thao.pdf"
HARMLESS = "Bàn việc làm đường vào nhà văn hóa thôn trong tháng mười hai"


async def place(db: AsyncSession, days: int = 5) -> tuple[Meeting, Member]:
    """A meeting in some days of which Lan has been told."""
    cell = await village.cell(db)
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    lan = await village.member(db, cell, "Nguyễn Thị Lan")
    await village.reachable_at(db, lan, NOW)
    meeting = await village.meeting(db, cell, NOW, timedelta(days=days))
    await village.has_been_told(db, meeting, lan)
    return meeting, lan


async def said(db: AsyncSession) -> list[Notice]:
    return list(await db.scalars(select(Notice).filter_by(step=Step.PAPERS).order_by(Notice.id)))


# Reading files


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("docx", docx("Tài li", "ệu mậ", "t số 3")),
        ("docx", docx(HARMLESS, header="MẬT")),
        ("docx", with_part(docx(HARMLESS), "word/header9.xml", '<v:textpath style="x" string="TỐI MẬT"/>'.encode())),
        ("docx", with_part(docx(HARMLESS), "word/more.xml", '<?xml version="1.0"?><t>TỐI MẬT</t>'.encode("utf-16"))),
        ("docx", with_part(docx(HARMLESS), "word/more.xml", "<t><![CDATA[TỐI MẬT]]></t>".encode())),
        ("xlsx", xlsx("Lưu hành nội bộ")),
        ("xlsx", xlsx("x", sheet="Tuyệt mật")),
        ("pptx", pptx("Tài liệu mật")),
        ("pdf", pdf("tai lieu mat", "so 3")),
    ],
)
def test_a_mark_is_found_wherever_it_stands_and_whatever_is_confirmed(ending: str, content: bytes) -> None:
    seen = read_file(ending, content)
    with pytest.raises(SecrecyMarked):
        demand_harmless(judged(("Báo cáo",), seen), is_confirmed=True)


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("docx", docx(HARMLESS)),
        ("xlsx", xlsx(HARMLESS)),
        ("pptx", pptx(HARMLESS)),
        ("pdf", pdf("Ban viec lam duong vao thon")),
    ],
)
def test_what_can_be_read_and_bears_no_mark_needs_no_confirmation(ending: str, content: bytes) -> None:
    demand_harmless(judged(("Báo cáo",), read_file(ending, content)), is_confirmed=False)


@pytest.mark.parametrize(
    ("ending", "content", "why"),
    [
        ("png", PNG, words.CONFIRM_UNREAD),
        ("jpg", JPG, words.CONFIRM_UNREAD),
        ("pdf", pdf(), words.CONFIRM_UNREAD),
        ("docx", with_part(docx(HARMLESS), "word/media/image1.png", PNG), words.CONFIRM_UNREAD),
        ("pdf", stamped(pdf("Ban viec lam duong trong thon")), words.CONFIRM_UNREAD),
        ("pdf", attached(pdf("Ban viec lam duong trong thon")), words.CONFIRM_UNREAD),
        ("docx", with_part(docx(HARMLESS), "word/afchunk.mht", b"x"), words.CONFIRM_UNREAD),
        ("docx", docx("Buổi gặp mặt thân mật"), words.CONFIRM_DOUBTFUL),
    ],
)
def test_what_the_machine_cannot_judge_is_confirmed_by_a_person(ending: str, content: bytes, why: str) -> None:
    seen = read_file(ending, content)
    with pytest.raises(PaperWrong) as refusal:
        demand_harmless(judged(("Báo cáo",), seen), is_confirmed=False)
    assert refusal.value.facts["why"] == why
    demand_harmless(judged(("Báo cáo",), seen), is_confirmed=True)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"", words.NO_FILE),
        ("a.pdf", b"%PDF-" + b"0" * 10_000_000, words.TOO_LARGE),
        ("a.exe", b"MZ", words.WRONG_TYPE),
        ("a.docm", b"PK\x03\x04", words.WRONG_TYPE),
        ("a", b"PK\x03\x04", words.WRONG_TYPE),
        ("a.pdf", b"PK\x03\x04", words.NOT_THAT_TYPE),
    ],
)
def test_only_files_of_the_known_types_are_taken(name: str, content: bytes, why: str) -> None:
    with pytest.raises(PaperWrong) as refusal:
        ending_of(name, content)
    assert refusal.value.facts["why"] == why


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("docx", b"PK\x03\x04 no zip"),
        ("docx", xlsx("x")),
        ("docx", with_part(docx(HARMLESS), "word/vbaProject.bin", b"x")),
        ("pdf", b"%PDF-1.4 and nothing"),
        ("pdf", locked_pdf()),
    ],
)
def test_a_file_that_is_broken_locked_or_another_is_refused(ending: str, content: bytes) -> None:
    with pytest.raises(PaperWrong):
        read_file(ending, content)


@pytest.mark.parametrize("part", [b"<" * 3_000_000, b"<w:br " * 500_000, b'<sheet name="' * 200_000])
def test_a_part_that_never_ends_is_read_in_no_time(part: bytes) -> None:
    begun = process_time()
    read_file("docx", packed(part))
    assert process_time() - begun < 5


def test_a_part_larger_than_it_says_is_not_unpacked() -> None:
    with pytest.raises(PaperWrong):
        read_file("docx", with_size(packed(b"\0" * 1_000_000), 100))


def test_a_part_that_is_broken_is_no_accident_of_ours() -> None:
    with pytest.raises(PaperWrong):
        read_file("docx", broken(docx(HARMLESS)))


async def test_a_file_is_looked_through_elsewhere_with_only_so_much_time() -> None:
    clear = await look_through("docx", docx(HARMLESS), ["Báo cáo"])
    assert clear == Judged(Finding.CLEAR, is_whole=True)
    assert (await look_through("docx", docx(HARMLESS), ["TỐI MẬT.docx"])).finding is Finding.MARKED
    with pytest.raises(PaperWrong) as refusal:
        await look_through("pdf", locked_pdf(), [])
    assert refusal.value.facts["why"] == words.LOCKED


async def test_a_reader_that_does_not_come_to_an_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_looks, "PATIENCE", 0.01)
    with pytest.raises(PaperWrong) as refusal:
        await look_through("docx", docx(HARMLESS), [])
    assert refusal.value.facts["why"] == words.NOT_READ


# Keeping


@pytest.mark.parametrize(
    ("url", "title", "refusal"),
    [
        ("javascript:alert(1)", "x", PaperWrong),
        ("https://user@xa.example.vn/", "x", PaperWrong),
        ("https://localhost/", "x", PaperWrong),
        ("https://[", "x", PaperWrong),
        (f"{URL}?{'x' * 500}", "x", PaperWrong),
        (URL, "x" * 201, PaperWrong),
        (URL, "Tài liệu mật", SecrecyMarked),
        ("https://xa.example.vn/T%C3%A0i%20li%E1%BB%87u%20m%E1%BA%ADt.pdf", "x", SecrecyMarked),
        (URL, "Thân mật", DoubtfulWords),
    ],
)
async def test_an_address_that_is_none_is_not_kept(
    sqlite_db: AsyncSession, url: str, title: str, refusal: type[Refused]
) -> None:
    meeting, _ = await place(sqlite_db)
    with pytest.raises(refusal):
        await add_link(sqlite_db, meeting, url, title, "test", NOW)
    assert await papers_of(sqlite_db, meeting.id) == []


async def test_a_unit_that_keeps_its_papers_elsewhere_takes_none(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await place(db)
    cell = await village.cell_with(db, meeting)
    for where in ("app", "none"):
        change(cell, "papers", where)
        with pytest.raises(PaperWrong):
            await add_link(db, meeting, URL, "Dự thảo", "test", NOW)
    change(cell, "papers", "app")
    invitation = await word(db, (await village.notices_of(db, meeting, lan))[0], NOW, CHAT)
    assert isinstance(invitation, Reply)
    assert words.IN_THE_APP in invitation.text


async def test_a_notice_of_a_meeting_without_papers_asks_for_none(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await place(db)
    asked: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *about: asked.append(about[2]))
    notices = await village.notices_of(db, meeting, lan)
    asked.clear()
    assert (await gather(db, notices)).papers == {}
    plain = len(asked)
    assert [one for one in asked if one.startswith("SELECT papers.")] == []
    await add_link(db, meeting, URL, "Dự thảo", "test", NOW)
    asked.clear()
    assert "Dự thảo" in (await gather(db, notices)).papers[meeting.id]
    assert len(asked) == plain + 1
    answer = Notice(step=Step.REPLY, meeting_id=meeting.id, content={"text": "Đã ghi."})
    asked.clear()
    assert (await gather(db, [answer])).papers == {}
    assert len(asked) == plain - 1


async def test_there_are_so_many_at_most_and_none_for_a_meeting_that_is_off(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, _ = await place(db)
    for number in range(words.MOST):
        await add_link(db, meeting, URL, f"Tài liệu {number}", "test", NOW)
    with pytest.raises(TooManyPapers):
        await add_link(db, meeting, URL, "Một nữa", "test", NOW)
    await meeting_papers.remove_paper(db, meeting, words.MOST, "test", NOW)
    with pytest.raises(NoSuchPaper):
        await meeting_papers.remove_paper(db, meeting, words.MOST, "test", NOW)
    await cancel_meeting(db, meeting.id, "test", NOW)
    with pytest.raises(AgendaClosed):
        await add_link(db, meeting, URL, "Một nữa", "test", NOW)


# Telling


async def test_papers_that_come_after_the_call_are_told_of_a_day_before_and_once(db: AsyncSession) -> None:
    meeting, lan = await place(db)
    first = await add_link(db, meeting, URL, "Dự thảo nghị quyết", "test", NOW)
    await add_link(db, meeting, URL, "Báo cáo tháng", "test", NOW)
    (notice,) = await said(db)
    assert (notice.member_id, notice.not_before) == (lan.id, meeting.starts_at - timedelta(hours=24))
    assert first == notice.not_before
    told = await word(db, notice, NOW, CHAT)
    assert isinstance(told, Reply)
    assert "Buổi họp có tài liệu mới" in told.text
    assert "Tài liệu: Dự thảo nghị quyết; Báo cáo tháng." in told.text
    assert [one.value for one in told.choices][2:] == [f"papers_of:{meeting.id}"]


async def test_papers_that_come_late_are_told_of_soon_and_again_when_more_come(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, _ = await place(db, days=1)
    later = NOW + timedelta(hours=2)
    for _ in range(2):
        await add_link(db, meeting, URL, "Dự thảo", "test", later)
    (notice,) = await said(db)
    assert notice.not_before == later + timedelta(minutes=10)
    notice.state = NoticeState.SENT
    await add_link(db, meeting, URL, "Một nữa", "test", later)
    assert [one.round for one in await said(db)] == [1, 2]


async def test_an_invitation_that_has_not_left_says_it_all_by_itself(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await place(db)
    (notice,) = await village.notices_of(db, meeting, lan)
    notice.state = NoticeState.WAITING
    await db.flush()
    assert await add_link(db, meeting, URL, "Dự thảo", "test", NOW) is None
    assert await said(db) == []
    told = await word(db, notice, NOW, CHAT)
    assert isinstance(told, Reply)
    assert "Tài liệu: Dự thảo." in told.text


async def test_a_move_takes_the_news_of_papers_along(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await place(db)
    await add_link(db, meeting, URL, "Dự thảo", "test", NOW)
    await move_meeting(db, meeting.id, NOW + timedelta(days=6), None, "test", NOW)
    assert [one.state for one in await said(db)] == [NoticeState.CANCELLED]
    moved = await word(db, (await village.notices_of(db, meeting, lan))[-1], NOW, CHAT)
    assert isinstance(moved, Reply)
    assert "Tài liệu: Dự thảo." in moved.text


async def test_where_the_papers_are_gone_again_nobody_hears_of_them(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, _ = await place(db)
    await add_link(db, meeting, URL, "Dự thảo", "test", NOW)
    await meeting_papers.remove_paper(db, meeting, 1, "test", NOW)
    assert isinstance(await word(db, (await said(db))[0], NOW, CHAT), Moot)


# Who may have them


async def test_whoever_is_on_the_list_or_prepares_it_reads_a_paper_and_nobody_else(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await place(db)
    await add_link(db, meeting, URL, "Dự thảo", "test", NOW)
    (paper,) = await papers_of(db, meeting.id)
    stranger = await village.member(db, await village.cell(db, code="la"))
    assert await meeting_papers.paper_for(db, paper.id, lan.id, NOW) is paper
    with pytest.raises(NoSuchPaper):
        await meeting_papers.paper_for(db, paper.id, stranger.id, NOW)


# Files by a link


FILE = Brought("Dự thảo", "pdf", b"%PDF-1.4", is_confirmed=True)


async def token(db: AsyncSession, meeting: Meeting, member_id: int) -> str:
    db.info["public_url"] = "https://chibot.example.vn"
    return (await paper_uploads.upload_link(db, meeting, member_id, NOW)).rpartition("/")[2]


async def test_a_link_takes_one_file(db: AsyncSession) -> None:
    meeting, _ = await place(db)
    by = (await db.execute(select(Member).filter_by(name="Trần Thị Bình"))).scalar_one()
    link = await token(db, meeting, by.id)
    assert await paper_uploads.take_file(db, link, FILE, NOW) is not None
    assert await paper_uploads.take_file(db, link, FILE, NOW) is None
    assert await db.scalar(select(func.count()).select_from(Paper)) == 1


async def test_a_link_ends_after_a_day_and_with_the_office(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, lan = await place(db)
    by = (await db.execute(select(Member).filter_by(name="Trần Thị Bình"))).scalar_one()
    link = await token(db, meeting, by.id)
    assert await paper_uploads.upload_at(db, link, NOW + timedelta(hours=23)) is not None
    assert await paper_uploads.upload_at(db, link, NOW + timedelta(hours=24)) is None
    assert await paper_uploads.upload_at(db, await token(db, meeting, lan.id), NOW) is None


async def test_files_and_links_are_taken_away_in_their_time(sqlite_db: AsyncSession) -> None:
    db = sqlite_db
    meeting, _ = await place(db)
    by = (await db.execute(select(Member).filter_by(name="Trần Thị Bình"))).scalar_one()
    await paper_uploads.take_file(db, await token(db, meeting, by.id), FILE, NOW)
    (paper,) = await papers_of(db, meeting.id)
    for days, is_there in ((90, True), (96, False)):
        taken = await take_away(db, NOW + timedelta(days=days))
        await db.refresh(paper, ["content"])
        assert (paper.content is not None) is is_there
    assert taken["papers"] == 1
    assert paper.title == "Dự thảo"


def test_what_could_not_be_read_is_not_whole() -> None:
    assert Seen((), is_whole=False) == read_file("jpg", JPG)
